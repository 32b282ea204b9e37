//! The table of a layer that holds others.

use crate::Parameter;

/// The most parameters that the layers inside one layer have together.
const MOST: usize = 16;

/// The tables of the layers inside one layer, each with its name there; they stand in memory one after
/// another, and each is given with its floats. The rest is [`Parameter::EMPTY`]: an array's length cannot
/// depend on a layer's type.
pub(super) const fn tables(layers: &[(&'static str, &[Parameter], usize)]) -> [Parameter; MOST] {
    let mut table = [Parameter::EMPTY; MOST];
    let (mut place, mut start, mut layer) = (0, 0, 0);
    while layer < layers.len() {
        let (name, parameters, floats) = layers[layer];
        let mut parameter = 0;
        while parameter < parameters.len() {
            assert!(place < MOST, "a layer that holds others has at most 16 parameters");
            let Parameter { path, offset, .. } = parameters[parameter];
            table[place] =
                Parameter { path: path.inside(name), offset: start + offset, ..parameters[parameter] };
            place += 1;
            parameter += 1;
        }
        start += floats;
        layer += 1;
    }
    table
}
