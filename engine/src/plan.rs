//! Where the values of a network stand in memory: worked out when it is compiled, from the table of its
//! layers alone.
//!
//! Values have numbers: first the inputs, then what each layer gives, in order. A value lives from the layer that
//! makes it to the last that takes it, and two that live at the same time never share memory. On the way back
//! the gradient of a value lives as long, the other way round.

use crate::{Dims, Floats, LayerInfo};

/// Where a value stands in inference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In the sample that comes in.
    Input,
    /// In the output.
    Output,
    /// In the memory, this many floats a sample from its start.
    Memory(usize),
}

/// All places of a network with this many values.
#[derive(Clone, Copy, Debug)]
pub struct Plan<const VALUES: usize> {
    infer: [Place; VALUES],
    infer_floats: usize,
    values: [Floats; VALUES],
    values_floats: Floats,
    /// The gradients if nobody asks for that of the input, and if somebody does.
    gradients: [Gradients<VALUES>; 2],
    last_use: [usize; VALUES],
}

#[derive(Clone, Copy, Debug)]
struct Gradients<const VALUES: usize> {
    needed: [bool; VALUES],
    places: [usize; VALUES],
    floats: usize,
    /// The floats of the largest gradient that is added to another, which was there before.
    more: usize,
}

/// A [`Plan`], whatever the number of values.
#[derive(Clone, Copy, Debug)]
pub struct PlanView {
    pub(crate) infer: &'static [Place],
    pub(crate) infer_floats: usize,
    pub(crate) values: &'static [Floats],
    pub(crate) values_floats: Floats,
    pub(crate) last_use: &'static [usize],
    /// If nobody asks for the gradient of the input.
    pub(crate) own: GradientPlan,
    /// If somebody does.
    pub(crate) through: GradientPlan,
}

/// Where the gradients of the values stand.
#[derive(Clone, Copy, Debug)]
pub(crate) struct GradientPlan {
    /// Whether there is one.
    pub(crate) needed: &'static [bool],
    pub(crate) places: &'static [usize],
    pub(crate) floats: usize,
    pub(crate) more: usize,
}

impl<const VALUES: usize> Plan<VALUES> {
    /// The plan of a network; `layers[n]` makes the value `inputs.len() + n`.
    pub const fn new(inputs: &[Dims], layers: &[LayerInfo], outputs: &[usize]) -> Self {
        assert!(VALUES == inputs.len() + layers.len());
        let last_use = last_use(inputs, layers);
        let (infer, infer_floats) = inference(inputs, layers, outputs, last_use);
        let (values, values_floats) = training(inputs, layers, outputs);
        let gradients = [
            gradients(inputs, layers, outputs, &last_use, false),
            gradients(inputs, layers, outputs, &last_use, true),
        ];
        Plan { infer, infer_floats, values, values_floats, gradients, last_use }
    }

    /// The same without its number.
    pub const fn view(&'static self) -> PlanView {
        let [own, through] = &self.gradients;
        PlanView {
            infer: &self.infer,
            infer_floats: self.infer_floats,
            values: &self.values,
            values_floats: self.values_floats,
            last_use: &self.last_use,
            own: own.view(),
            through: through.view(),
        }
    }
}

impl<const VALUES: usize> Gradients<VALUES> {
    const fn view(&'static self) -> GradientPlan {
        let Gradients { needed, places, floats, more } = self;
        GradientPlan { needed, places, floats: *floats, more: *more }
    }
}

/// Whether a value is among the outputs.
pub(crate) const fn is_output(outputs: &[usize], value: usize) -> bool {
    let mut place = 0;
    while place < outputs.len() {
        if outputs[place] == value {
            return true;
        }
        place += 1;
    }
    false
}

/// The value's floats, of one sample.
const fn size(inputs: &[Dims], layers: &[LayerInfo], value: usize) -> usize {
    if value < inputs.len() {
        inputs[value].len()
    } else if layers[value - inputs.len()].is_input {
        // It is the value that comes in.
        0
    } else {
        layers[value - inputs.len()].output.len()
    }
}

/// The number of the layer, counted from 1, that takes a value last; of one that none takes, of the layer
/// that makes it.
const fn last_use<const VALUES: usize>(inputs: &[Dims], layers: &[LayerInfo]) -> [usize; VALUES] {
    let mut last_use = [0; VALUES];
    let mut layer = 0;
    while layer < layers.len() {
        last_use[inputs.len() + layer] = layer + 1;
        let (taken, mut place) = (layers[layer].inputs, 0);
        while place < taken.len() {
            last_use[taken[place]] = layer + 1;
            place += 1;
        }
        layer += 1;
    }
    last_use
}

/// Inference: one input and one output stand where the caller has them; several are copied.
const fn inference<const VALUES: usize>(
    inputs: &[Dims],
    layers: &[LayerInfo],
    outputs: &[usize],
    mut last_use: [usize; VALUES],
) -> ([Place; VALUES], usize) {
    // What a layer hands on stands where it stood: its root.
    let mut root = [0; VALUES];
    let mut value = 0;
    while value < VALUES {
        root[value] = value;
        if value >= inputs.len() {
            let layer = &layers[value - inputs.len()];
            if layer.identity && !is_output(outputs, value) {
                root[value] = root[layer.inputs[0]];
            }
        }
        value += 1;
    }
    // Backwards, since roots of roots are known already: each lives as long as what is handed on.
    let mut value = VALUES;
    while value > 0 {
        value -= 1;
        if last_use[root[value]] < last_use[value] {
            last_use[root[value]] = last_use[value];
        }
    }
    let mut sizes = [0; VALUES];
    let mut value = 0;
    while value < VALUES {
        let outside = value < inputs.len() && inputs.len() == 1 || outputs.len() == 1 && outputs[0] == value;
        if root[value] == value && !outside {
            sizes[value] = size(inputs, layers, value);
        }
        value += 1;
    }
    let (offsets, floats) = assign(&sizes, inputs.len(), &last_use);
    let mut places = [Place::Input; VALUES];
    let mut value = 0;
    while value < VALUES {
        let root = root[value];
        places[value] = if root < inputs.len() && inputs.len() == 1 {
            Place::Input
        } else if outputs.len() == 1 && outputs[0] == root {
            Place::Output
        } else {
            Place::Memory(offsets[root])
        };
        value += 1;
    }
    (places, floats)
}

/// Training: every value stays, and behind it the layer's trace.
const fn training<const VALUES: usize>(
    inputs: &[Dims],
    layers: &[LayerInfo],
    outputs: &[usize],
) -> ([Floats; VALUES], Floats) {
    let mut places = [Floats::NONE; VALUES];
    let (mut end, mut value) = (Floats::NONE, 0);
    while value < VALUES {
        places[value] = end;
        let outside = value < inputs.len() && inputs.len() == 1 || outputs.len() == 1 && outputs[0] == value;
        if !outside {
            end = end.and(Floats::each(size(inputs, layers, value)));
        }
        if value >= inputs.len() {
            end = end.and(layers[value - inputs.len()].trace);
        }
        value += 1;
    }
    (places, end)
}

/// The way back: a value has a gradient if a layer that is trained stands before it, or if that of the input
/// is asked for.
const fn gradients<const VALUES: usize>(
    inputs: &[Dims],
    layers: &[LayerInfo],
    outputs: &[usize],
    last_use: &[usize; VALUES],
    through: bool,
) -> Gradients<VALUES> {
    let mut needed = [through; VALUES];
    let mut sizes = [0; VALUES];
    let mut more = 0;
    let mut layer = 0;
    while layer < layers.len() {
        let (value, taken) = (inputs.len() + layer, layers[layer].inputs);
        needed[value] |= layers[layer].trainable;
        let mut place = 0;
        while place < taken.len() {
            needed[value] |= needed[taken[place]];
            place += 1;
        }
        let outside = outputs.len() == 1 && outputs[0] == value;
        if needed[value] && !outside {
            sizes[value] = size(inputs, layers, value);
        }
        let mut place = 0;
        while place < taken.len() {
            let is_first = last_use[taken[place]] == layer + 1 && !was_taken(taken, place);
            if needed[taken[place]] && !is_first {
                more = crate::math::larger(more, size(inputs, layers, taken[place]));
            }
            place += 1;
        }
        layer += 1;
    }
    let (places, floats) = assign(&sizes, inputs.len(), last_use);
    Gradients { needed, places, floats, more }
}

/// Whether a layer takes the same value at an earlier place as well.
pub(crate) const fn was_taken(taken: &[usize], place: usize) -> bool {
    let mut earlier = 0;
    while earlier < place {
        if taken[earlier] == taken[place] {
            return true;
        }
        earlier += 1;
    }
    false
}

/// Finds a place for each value of a size other than 0, the largest first, each at the lowest place that is free
/// as long as it lives. (Pisarchyk and Lee, 2020, "Efficient Memory Management for Deep Neural Net Inference",
/// greedy by size.) Of a chain it makes the best there is: the largest two neighbours.
const fn assign<const VALUES: usize>(
    sizes: &[usize; VALUES],
    inputs: usize,
    last_use: &[usize; VALUES],
) -> ([usize; VALUES], usize) {
    let mut places = [0; VALUES];
    let mut placed = [false; VALUES];
    let (mut total, mut longest, mut value) = (0, 0, 0);
    while value < VALUES {
        longest = crate::math::larger(longest, last_use[value] - birth(value, inputs));
        value += 1;
    }
    let order = by_size(sizes);
    let mut turn = 0;
    while turn < VALUES && sizes[order[turn]] > 0 {
        let next = order[turn];
        let largest = sizes[next];
        // Only those are looked at that were made not too long ago, and before this one ends.
        let first = birth(next, inputs).saturating_sub(longest);
        let from = if first == 0 { 0 } else { inputs + first - 1 };
        let (mut place, mut other) = (0, from);
        while other < VALUES && birth(other, inputs) <= last_use[next] {
            let alive = placed[other] && last_use[other] >= birth(next, inputs);
            if alive && places[other] < place + largest && place < places[other] + sizes[other] {
                // Behind it, and all is looked at again.
                place = places[other] + sizes[other];
                other = from;
            } else {
                other += 1;
            }
        }
        places[next] = place;
        placed[next] = true;
        total = crate::math::larger(total, place + largest);
        turn += 1;
    }
    (places, total)
}

/// The values' numbers, the largest first, and of equals the first: merged from ever longer runs, since the
/// compiler, which is asked for this at each check of a model, takes a while to look at all pairs of hundreds.
const fn by_size<const VALUES: usize>(sizes: &[usize; VALUES]) -> [usize; VALUES] {
    let mut order = [0; VALUES];
    let mut value = 0;
    while value < VALUES {
        order[value] = value;
        value += 1;
    }
    let mut run = 1;
    while run < VALUES {
        let (runs, mut place) = (order, 0);
        while place < VALUES {
            let start = place / (2 * run) * (2 * run);
            let (mut first, mut second) = (start, start + run);
            let (end, end_of_second) = (second, second + run);
            while place < VALUES && place < end_of_second {
                let is_first = first < VALUES && first < end;
                let is_second = second < VALUES && second < end_of_second;
                if is_first && (!is_second || sizes[runs[first]] >= sizes[runs[second]]) {
                    order[place] = runs[first];
                    first += 1;
                } else {
                    order[place] = runs[second];
                    second += 1;
                }
                place += 1;
            }
        }
        run *= 2;
    }
    order
}

/// The number of the layer that makes a value, counted from 1; 0 of an input.
const fn birth(value: usize, inputs: usize) -> usize {
    if value < inputs { 0 } else { value - inputs + 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn layer(inputs: &'static [usize], floats: usize) -> LayerInfo {
        LayerInfo { inputs, output: Dims::flat(floats), trainable: true, ..LayerInfo::EMPTY }
    }

    #[test]
    fn a_chain_takes_its_two_largest_neighbours() {
        let layers = [layer(&[0], 100), layer(&[1], 50), layer(&[2], 100), layer(&[3], 20), layer(&[4], 7)];
        let plan = Plan::<6>::new(&[Dims::flat(9)], &layers, &[5]);
        assert_eq!(plan.infer_floats, 150);
        assert_eq!(plan.infer[0], Place::Input);
        assert_eq!(plan.infer[5], Place::Output);
    }

    #[test]
    fn the_largest_come_first_and_equals_stay_in_order() {
        assert_eq!(by_size(&[]), [0; 0]);
        assert_eq!(by_size(&[7]), [0]);
        assert_eq!(by_size(&[5, 9, 5, 0, 9, 1, 5]), [1, 4, 0, 2, 6, 5, 3]);
        let sizes: [usize; 100] = core::array::from_fn(|n| n * n % 37);
        let mut sorted: [usize; 100] = core::array::from_fn(|n| n);
        sorted.sort_by_key(|&n| core::cmp::Reverse(sizes[n]));
        assert_eq!(by_size(&sizes), sorted);
    }

    #[test]
    fn what_lives_at_the_same_time_shares_nothing() {
        // 1 lives past 2 and 3: a way around.
        let layers = [layer(&[0], 10), layer(&[1], 30), layer(&[2], 10), layer(&[1, 3], 10), layer(&[4], 2)];
        let plan = Plan::<6>::new(&[Dims::flat(4)], &layers, &[5]);
        assert_eq!(plan.infer_floats, 50);
        let place = |value: usize| match plan.infer[value] {
            Place::Memory(place) => place,
            other => panic!("{other:?}"),
        };
        let size = |value: usize| layers[value - 1].output.len();
        for (a, b) in [(1, 2), (1, 3), (2, 3), (1, 4), (3, 4)] {
            assert!(place(a) + size(a) <= place(b) || place(b) + size(b) <= place(a), "{a} and {b}");
        }
    }

    #[test]
    fn what_is_handed_on_takes_no_memory() {
        let flatten = LayerInfo { identity: true, ..layer(&[1], 64) };
        let layers = [layer(&[0], 64), flatten, layer(&[2], 10), layer(&[3], 2)];
        let plan = Plan::<5>::new(&[Dims::flat(4)], &layers, &[4]);
        assert_eq!(plan.infer[1], plan.infer[2]);
        assert_eq!(plan.infer_floats, 74);
    }

    #[test]
    fn before_the_first_trained_layer_nothing_has_a_gradient() {
        let frozen = LayerInfo { trainable: false, ..layer(&[0], 64) };
        let layers = [frozen, layer(&[1], 10), layer(&[2], 2)];
        let plan = Plan::<4>::new(&[Dims::flat(4)], &layers, &[3]);
        let [own, through] = &plan.gradients;
        assert_eq!(own.needed, [false, false, true, true]);
        assert_eq!((own.floats, through.floats), (10, 74));
        assert_eq!(through.needed, [true; 4]);
    }

    #[test]
    fn a_gradient_that_is_added_has_a_place_of_its_own() {
        let layers = [layer(&[0], 8), layer(&[1], 5), layer(&[1, 1], 8), layer(&[2, 3], 1)];
        let plan = Plan::<5>::new(&[Dims::flat(4)], &layers, &[4]);
        assert_eq!(plan.gradients[0].more, 8);
    }
}
