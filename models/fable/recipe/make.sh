#!/bin/bash
# Makes the fable model again: text, tokenizer, training, export, checks.
#
# usage: make.sh WORK [MINUTES]     WORK is a scratch folder, MINUTES the time to train (73)
#
# Needs the Debian 12 packages g++ nodejs npm python3-torch python3-numpy python3-onnx python3-regex
# libopenblas-pthread-dev, and about 300 MB in WORK. Training can be stopped; the next call goes on
# where it was. The learning rate follows the clock, so weights differ from run to run. The tokenizer
# is kept if tokenizer.json is there: a new one could give other ids.
set -euo pipefail

recipe=$(cd "$(dirname "$0")" && pwd)
model=$(dirname "$recipe")
work=$(realpath -m "$1")
minutes=${2:-73}
python=/usr/bin/python3
export PYTHONDONTWRITEBYTECODE=1
mkdir -p "$work"

# OpenBLAS falls back to its slowest kernels on processors that it does not know.
if grep -q avx512f /proc/cpuinfo; then export OPENBLAS_CORETYPE=SkylakeX; else export OPENBLAS_CORETYPE=Haswell; fi

data() { # stage, seed, tokens, file
    [ -f "$work/$4" ] || "$python" "$recipe/make_data.py" --tokenizer "$model/tokenizer.json" --stage "$1" --seed "$2" \
        --tokens "$3" --out "$work/$4"
}

if [ ! -f "$model/tokenizer.json" ]; then
    "$python" "$recipe/make_data.py" --tokenizer "$model/tokenizer.json" --make-tokenizer 1536
fi
data short 1 14000000 short.bin
data mixed 1 26000000 mixed.bin
data long 1 26000000 long.bin
data polish 1 7000000 polish.bin
data mixed 999 60000 heldout.bin

# shellcheck disable=SC2046
g++ -O3 -march=native -ffast-math -std=c++20 -Wall $("$python" "$recipe/architecture.py") "$recipe/trainer.cpp" \
    -o "$work/trainer" -lopenblas -lpthread -lmvec
"$work/trainer" train "$work" "$minutes" "$work/short.bin" "$work/mixed.bin" "$work/long.bin" "$work/polish.bin" \
    | tee -a "$work/log"
"$work/trainer" check "$work/fable.ckpt" "$work/mixed.bin" "$work/gradients.bin"
"$python" "$recipe/check_gradients.py" "$work/fable.ckpt" "$work/mixed.bin" "$work/gradients.bin"

"$python" "$recipe/export.py" "$work/fable.ckpt" "$model"
"$python" "$recipe/write_checks.py" "$work/fable.ckpt" "$model" "$work"
cp "$recipe/package.json" "$work/"
(cd "$work" && npm install --ignore-scripts --silent)
node "$recipe/verify.mjs" "$model" "$work"
