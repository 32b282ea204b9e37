//! The flags that the examples on images share.

use cornu::datasets::{DatasetError, Mnist, mnist};
use std::{error::Error, path::PathBuf, process::ExitCode};

/// What the command line says.
pub(crate) struct Options {
    /// How often all samples are gone through.
    pub(crate) epochs: usize,
    /// What weights and order are drawn from.
    pub(crate) seed: u64,
    /// Where the data is, if not in the repository.
    pub(crate) data: Option<PathBuf>,
}

impl Options {
    /// MNIST, from the folder that was named or from the repository.
    pub(crate) fn mnist(&self) -> Result<Mnist, DatasetError> {
        let repository = || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/data/mnist"));
        mnist(self.data.clone().unwrap_or_else(repository))
    }

    /// What the command line says; `None` if it asks for help.
    fn parse(epochs: usize) -> Result<Option<Self>, lexopt::Error> {
        use lexopt::prelude::*;
        let mut options = Options { epochs, seed: 7, data: None };
        let mut arguments = lexopt::Parser::from_env();
        while let Some(argument) = arguments.next()? {
            match argument {
                Long("epochs") => options.epochs = arguments.value()?.parse()?,
                Long("seed") => options.seed = arguments.value()?.parse()?,
                Long("data") => options.data = Some(arguments.value()?.into()),
                Long("help") | Short('h') => return Ok(None),
                _ => return Err(argument.unexpected()),
            }
        }
        Ok(Some(options))
    }
}

/// Reads the flags and runs an example, or prints its help.
pub(crate) fn main(help: &str, epochs: usize, run: fn(&Options) -> Result<(), Box<dyn Error>>) -> ExitCode {
    let done = match Options::parse(epochs) {
        Ok(Some(options)) => run(&options),
        Ok(None) => {
            print!("{help}");
            Ok(())
        }
        Err(error) => Err(error.into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
