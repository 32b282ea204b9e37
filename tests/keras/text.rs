use super::text;
use cornu::{Token, Vocabulary};
use serde_json::Value;

const STEPS: usize = 6;

fn texts(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(text).collect()
}

fn ids(list: &Value) -> Vec<usize> {
    list.as_array().unwrap().iter().map(|id| id.as_u64().unwrap() as usize).collect()
}

fn check<const V: usize>(file: &Value, case: &Value) {
    let vocabulary = Vocabulary::<V>::adapt(texts(&file["adapt"])).unwrap();
    let tokens = (0..vocabulary.len()).map(|id| Token::new(id).unwrap());
    let words: Vec<_> = tokens.map(|token| vocabulary.word(token).unwrap()).collect();
    assert_eq!(words, texts(&case["vocabulary"]), "{V}");
    for (place, text) in texts(&file["encode"]).into_iter().enumerate() {
        assert_eq!(
            vocabulary.encode::<STEPS>(text).map(Token::id),
            *ids(&case["post"][place]),
            "{V} {text:?}"
        );
        assert_eq!(
            vocabulary.encode_pre::<STEPS>(text).map(Token::id),
            *ids(&case["pre"][place]),
            "{V} {text:?}"
        );
    }
}

#[test]
fn vocabularies_and_tokens_are_those_of_keras() {
    let file: Value = serde_json::from_str(include_str!("../golden/text.json")).unwrap();
    assert_eq!(file["steps"], STEPS);
    for case in file["cases"].as_array().unwrap() {
        match case["max_tokens"].as_u64().unwrap() {
            3 => check::<3>(&file, case),
            12 => check::<12>(&file, case),
            1000 => check::<1000>(&file, case),
            other => unreachable!("{other}"),
        }
    }
}
