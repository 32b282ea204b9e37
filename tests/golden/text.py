"""Writes text.json, what Keras's TextVectorization makes of some texts. See README.md.

A script of its own: the layer needs TensorFlow, whatever the backend.
"""

import json
from pathlib import Path

import keras

ADAPT = [
    "The cat sat on the mat. The END!",
    "the dog; the cat... and THE bird -- don't",
    "",
    "Ünder über ÜBER a_b a-b (ab) 'ab' $5.00 500 [UNK] unk",
    "tab\tline\nreturn\rform\x0cvertical\x0bnon\u00a0break file\x1cseparator em\u2003space next\x85line",
    "  zebra apple zebra apple <br /><br />mango `~ {x}|\\y/ ",
    "日本 語 日本 naïve naive \U0001f600 fin",
]
ENCODE = ADAPT + [
    "a cat, unseen, saw the DOG and the bird on the mat: the end of the zebra",
    "   \t\n ",
    "!!! ???",
    "one",
    "Don't the-cat",
]
STEPS = 6


def case(max_tokens):
    layer = keras.layers.TextVectorization(max_tokens=max_tokens, output_sequence_length=STEPS)
    layer.adapt(ADAPT)
    whole = keras.layers.TextVectorization(max_tokens=max_tokens, ragged=True)
    whole.adapt(ADAPT)
    ids = [[int(id) for id in row] for row in whole(ENCODE).to_list()]
    return {
        "max_tokens": max_tokens,
        "vocabulary": [str(word) for word in layer.get_vocabulary()],
        "post": layer(ENCODE).numpy().tolist(),
        "pre": keras.utils.pad_sequences(ids, maxlen=STEPS).tolist(),
    }


if __name__ == "__main__":
    content = {
        "keras": keras.__version__,
        "steps": STEPS,
        "adapt": ADAPT,
        "encode": ENCODE,
        "cases": [case(max_tokens) for max_tokens in (3, 12, 1000)],
    }
    text = "{\n" + ",\n".join(f"  {json.dumps(key)}: {json.dumps(value)}" for key, value in content.items()) + "\n}\n"
    (Path(__file__).parent / "text.json").write_text(text)
