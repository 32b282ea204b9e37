//! Which films somebody will like: what users and films are like is learnt from ratings alone.
//!
//! `cargo run --release --example recommender`

use cornu::{
    Dims, Random, Token,
    prelude::*,
    rand::{RngExt, seq::SliceRandom},
    random,
};
use std::{error::Error, time::Instant};

const USERS: usize = 1000;
const FILMS: usize = 400;
/// The deviation of the part of a rating that nobody can foresee.
const NOISE: f32 = 0.5;

model! {
    /// A user and a film to the rating's distance from the mean: 12,600 parameters.
    ///
    /// It is how well the film goes with the user's taste, and how much the user is pleased and the film is
    /// liked in general.
    pub struct Recommender {
        let user = Tokens<1, USERS>;
        let film = Tokens<1, FILMS>;
        let taste = Flatten(Embedding<USERS, 8> { l2: 1e-4 }(user));
        let style = Flatten(Embedding<FILMS, 8> { l2: 1e-4 }(film));
        let mildness = Flatten(Embedding<USERS, 1> { l2: 1e-4 }(user));
        let fame = Flatten(Embedding<FILMS, 1> { l2: 1e-4 }(film));
        Add(Dot(taste, style), mildness, fame)
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    println!(
        "These ratings are made up, from hidden tastes with noise, so that the best possible is known.\n"
    );
    let mut random = random(7, 0);
    let hidden = Hidden::new(&mut random);
    let mut asked = Vec::new();
    for pair in 0..USERS * FILMS {
        // Each user has rated about a tenth of the films.
        if random.random_bool(0.1) {
            let (user, film) = ([Token::new(pair / FILMS)?], [Token::new(pair % FILMS)?]);
            asked.push(RecommenderInput { user, film });
        }
    }
    asked.shuffle(&mut random);
    let mut noise = vec![0.0; asked.len()];
    RandomNormal { mean: 0.0, stddev: NOISE }.fill(&mut noise, Dims::flat(asked.len()), &mut random);
    let ratings: Vec<f32> =
        asked.iter().zip(noise).map(|(asked, noise)| hidden.rating(asked) + noise).collect();

    let kept = asked.len() * 4 / 5;
    let ((x, x_test), (y, y_test)) = (asked.split_at(kept), ratings.split_at(kept));

    let mean = y.iter().sum::<f32>() / kept as f32;
    let distances: Vec<[f32; 1]> = y.iter().map(|rating| [rating - mean]).collect();
    println!("{}\n", Recommender::summary());
    let mut recommender = Recommender::new(7).compile(Adam::new(0.005), MeanSquaredError);
    let start = Instant::now();
    recommender.fit(x, &distances).epochs(20).batch_size(128).verbose(Verbose::Silent).run()?;
    println!("trained on {kept} ratings in {:.1} s", start.elapsed().as_secs_f64());

    // A film's mean of the ratings trained on; of a film without any, the mean of all.
    let mut sums = [(0.0, 0.0); FILMS];
    for (asked, rating) in x.iter().zip(y) {
        let (sum, count) = &mut sums[asked.film[0].id()];
        (*sum, *count) = (*sum + rating, *count + 1.0);
    }
    let mean_of = |film: Token<FILMS>| match sums[film.id()] {
        (_, 0.0) => mean,
        (sum, count) => sum / count,
    };
    let rmse = |rating: &dyn Fn(&RecommenderInput) -> f32| {
        let squares = x_test.iter().zip(y_test).map(|(asked, truth)| (rating(asked) - truth).powi(2));
        (squares.sum::<f32>() / y_test.len() as f32).sqrt()
    };
    println!("root mean squared error of {} held-out ratings, in points:", x_test.len());
    println!("  each film's mean        {:.3}", rmse(&|asked| mean_of(asked.film[0])));
    println!("  recommender             {:.3}", rmse(&|asked| mean + recommender.predict(asked)[0]));
    println!("  hidden truth (noise)    {:.3}", rmse(&|asked| hidden.rating(asked)));

    // What to recommend: of all films the five that the user should like best.
    let user = [Token::new(0)?];
    let mut films = (0..FILMS)
        .map(|film| {
            let asked = RecommenderInput { user, film: [Token::new(film)?] };
            Ok((film, mean + recommender.predict(&asked)[0], hidden.rating(&asked)))
        })
        .collect::<Result<Vec<_>, Box<dyn Error>>>()?;
    films.sort_by(|(_, a, _), (_, b, _)| b.total_cmp(a));
    println!("user 0 should see:");
    for (film, forecast, truth) in &films[..5] {
        println!("  film {film:3}: {forecast:.1} points, in truth {truth:.1}");
    }
    Ok(())
}

/// What users and films are truly like: three tastes, and the mildness or fame at last.
struct Hidden {
    users: [[f32; 4]; USERS],
    films: [[f32; 4]; FILMS],
}

impl Hidden {
    fn new(random: &mut Random) -> Self {
        let mut hidden = Hidden { users: [[0.0; 4]; USERS], films: [[0.0; 4]; FILMS] };
        let normal = RandomNormal { mean: 0.0, stddev: 0.7 };
        normal.write(&mut hidden.users, random);
        normal.write(&mut hidden.films, random);
        hidden
    }

    fn rating(&self, asked: &RecommenderInput) -> f32 {
        let [a, b, c, mildness] = self.users[asked.user[0].id()];
        let [d, e, f, fame] = self.films[asked.film[0].id()];
        5.0 + a * d + b * e + c * f + mildness + fame
    }
}
