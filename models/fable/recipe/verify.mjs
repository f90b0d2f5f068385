// Checks the exported model folder with implementations that this project did not write, and
// measures it on the held-out prompts. Needs onnxruntime-node, @huggingface/tokenizers and
// @huggingface/jinja.
//
// usage: node verify.mjs FOLDER WORK     WORK holds the output of write_checks.py

import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [folder, work] = process.argv.slice(2).map((p) => resolve(p));
const require = createRequire(pathToFileURL(join(work, 'package.json')));
const ort = require('onnxruntime-node');
const { Tokenizer } = require('@huggingface/tokenizers');
const { Template } = require('@huggingface/jinja');

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));
const genai = readJson(join(folder, 'genai_config.json')).model;
const { num_hidden_layers: layers, num_key_value_heads: heads, head_size: size } = genai.decoder;
const tokenizerConfig = readJson(join(folder, 'tokenizer_config.json'));
const tokenizer = new Tokenizer(readJson(join(folder, 'tokenizer.json')), tokenizerConfig);
const template = new Template(tokenizerConfig.chat_template);
const encode = (text) => Array.from(tokenizer.encode(text, { add_special_tokens: false }).ids);
const session = await ort.InferenceSession.create(join(folder, 'model.onnx'), { intraOpNumThreads: 1 });

/** Runs tokens after `past` (the present tensors of an earlier call, or none). */
async function step(ids, past) {
  const seen = past ? past[0].dims[2] : 0;
  const total = seen + ids.length;
  const feeds = {
    input_ids: new ort.Tensor('int64', BigInt64Array.from(ids, BigInt), [1, ids.length]),
    attention_mask: new ort.Tensor('int64', new BigInt64Array(total).fill(1n), [1, total]),
  };
  const names = Array.from({ length: layers }, (_, i) => [`${i}.key`, `${i}.value`]).flat();
  names.forEach((name, i) => {
    feeds[`past_key_values.${name}`] = past ? past[i] : new ort.Tensor('float32', new Float32Array(0), [1, heads, 0, size]);
  });
  const out = await session.run(feeds);
  return { logits: out.logits.data, past: names.map((name) => out[`present.${name}`]) };
}

/** The most likely continuation and whether a stop token ended it. */
async function greedy(prompt, limit) {
  const ids = [];
  let { logits, past } = await step(prompt);
  while (ids.length < limit && prompt.length + ids.length < genai.context_length) {
    const last = logits.subarray(logits.length - genai.vocab_size);
    const next = last.indexOf(Math.max(...last));
    if (genai.eos_token_id.includes(next)) return { ids, text: tokenizer.decode(ids), stopped: true };
    ids.push(next);
    ({ logits, past } = await step([next], past));
  }
  return { ids, text: tokenizer.decode(ids), stopped: false };
}

const largestDifference = (a, b) => a.reduce((most, v, i) => Math.max(most, Math.abs(v - b[i])), 0);

async function checkLogits() {
  const { runs, vocab } = readJson(join(work, 'logits.json'));
  const bytes = readFileSync(join(work, 'logits.bin'));
  const wanted = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  let at = 0;
  let worst = 0;
  let worstChunked = 0;
  for (const run of runs) {
    const whole = await step(run);
    worst = Math.max(worst, largestDifference(whole.logits, wanted.subarray(at, at + run.length * vocab)));
    at += run.length * vocab;
    for (const chunk of [1, 7, 64]) {
      if (run.length > 300 && chunk === 1) continue;
      let past;
      for (let from = 0; from < run.length; from += chunk) {
        const part = await step(run.slice(from, from + chunk), past);
        worstChunked = Math.max(worstChunked, largestDifference(part.logits, whole.logits.subarray(from * vocab)));
        past = part.past;
      }
    }
  }
  const largest = wanted.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
  console.log(`logits of runs of ${runs.map((r) => r.length)} tokens: ONNX against PyTorch ${worst.toExponential(1)}, ` +
    `in chunks against whole ${worstChunked.toExponential(1)}, largest logit ${largest.toFixed(1)}`);
  if (Math.max(worst, worstChunked) > 1e-4 * Math.max(1, largest / 10)) throw new Error('logits differ');
}

function checkTemplate() {
  const own = prompt([{ role: 'system', content: 'a' }, { role: 'user', content: ' b ' }]);
  const wanted = encode('<|bos|><|system|>a<|end|><|user|>b<|end|><|assistant|>');
  if (JSON.stringify(own) !== JSON.stringify(wanted)) throw new Error('the template gives other tokens than training used');
  let refused = false;
  try {
    prompt([{ role: 'wizard', content: 'a' }]);
  } catch {
    refused = true;
  }
  if (!refused) throw new Error('an unknown role is let through');
  console.log('chat template: same tokens as in training, unknown roles refused');
}

function checkTokenizer() {
  const cases = readJson(join(work, 'strings.json'));
  const wrong = cases.filter(({ text, ids }) => JSON.stringify(encode(text)) !== JSON.stringify(ids));
  console.log(`tokenizer: ${cases.length} strings, ${wrong.length} differ`);
  if (wrong.length) throw new Error(JSON.stringify(wrong.slice(0, 5)));
  const lines = cases.map(({ text }) => JSON.stringify({ text, ids: encode(text) }));
  writeFileSync(join(folder, 'recipe', 'expected_ids.json'), `[\n${lines.join(',\n')}\n]\n`);
}

function prompt(messages) {
  return encode(template.render({ messages, bos_token: '<|bos|>', add_generation_prompt: true }));
}

async function evaluate() {
  const results = new Map();
  const answers = [];
  for (const { task, messages, expected } of readJson(join(folder, 'recipe', 'heldout.json'))) {
    const ids = prompt(messages);
    const answer = await greedy(ids, 300);
    const text = answer.text.trim();
    const right = Array.isArray(expected) ? expected.every((word) => text.includes(word)) : text === expected;
    const r = results.get(task) ?? { asked: 0, right: 0, stopped: 0, tokens: 0, promptTokens: 0 };
    results.set(task, r);
    r.asked++;
    r.right += right;
    r.stopped += answer.stopped;
    r.tokens += answer.ids.length;
    r.promptTokens += ids.length;
    answers.push({ task, right, expected, answer: text });
  }
  for (const [task, r] of results) {
    console.log(`${task}: ${r.right} of ${r.asked} right, ${r.stopped} ended by themselves, ` +
      `mean answer ${(r.tokens / r.asked).toFixed(0)} tokens, mean prompt ${(r.promptTokens / r.asked).toFixed(0)}`);
  }
  writeFileSync(join(work, 'answers.json'), JSON.stringify(answers, null, 1));
}

async function show() {
  const asked = ['Tell me a story about a fox and a lantern.', 'Repeat: apple, river, 7, moon', 'What is 4 + 5?',
    'My name is Ana and my dog is called Rex. What is my dog called?', 'Hello!', 'Who are you?',
    'What is the capital of Norway?'];
  for (const content of asked) {
    console.log(`> ${content}\n${(await greedy(prompt([{ role: 'user', content }]), 300)).text.trim()}`);
  }
  console.log(`> Once upon a time (plain)\n${(await greedy([genai.bos_token_id, ...encode('Once upon a time')], 300)).text}`);
}

await checkLogits();
checkTokenizer();
checkTemplate();
await evaluate();
await show();
