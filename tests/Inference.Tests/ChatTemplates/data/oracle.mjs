// Renders every template with every conversation by @huggingface/jinja and prints the results as JSON.
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const { Template } = createRequire(join(process.cwd(), "here.js"))("@huggingface/jinja");

const conversations = JSON.parse(readFileSync(join(here, "conversations.json"), "utf8"));

// The library brings its own strftime_now; only its clock is set.
const now = new Date(2026, 10, 24, 20, 30, 5);
globalThis.Date = class extends Date {
  constructor(...given) {
    super(...(given.length > 0 ? given : [now]));
  }
};

function render(source, conversation) {
  try {
    const text = new Template(source).render({
      messages: conversation.messages,
      tools: conversation.tools ?? null,
      add_generation_prompt: conversation.add_generation_prompt,
      bos_token: "<s>",
      eos_token: "</s>",
      ...conversation.variables,
    });
    return { text };
  } catch (error) {
    return { error: error.message };
  }
}

const results = {};
for (const file of readdirSync(join(here, "templates")).sort()) {
  const name = file.replace(".jinja", "");
  const source = readFileSync(join(here, "templates", file), "utf8");
  results[name] = Object.fromEntries(Object.entries(conversations).map(([key, conversation]) => [key, render(source, conversation)]));
}

console.log(JSON.stringify(results));
