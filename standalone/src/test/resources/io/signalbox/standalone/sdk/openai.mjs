// What a user of the npm package writes. Prints what the library made of it, as one JSON object.
// usage: node openai.mjs <url of the package's entry> <base URL>
const [entry, baseURL] = process.argv.slice(2);
const { default: OpenAI } = await import(entry);
const client = new OpenAI({ baseURL, apiKey: 'none is needed' });
const messages = [{ role: 'user', content: 'what does the library say' }];
const model = 'first/small';

const plain = await client.chat.completions.create({ model, messages });

const stream = await client.chat.completions.create({
  model,
  messages,
  stream: true,
  stream_options: { include_usage: true },
});
let text = '';
let usage = null;
for await (const chunk of stream) {
  text += chunk.choices[0]?.delta?.content ?? '';
  usage = chunk.usage ?? usage;
}

const tools = [
  {
    type: 'function',
    function: {
      name: 'weather',
      parameters: { type: 'object', properties: { city: { type: 'string' } } },
    },
  },
];
const asked = await client.chat.completions.create({ model: 'second/small', messages, tools });
const call = asked.choices[0].message.tool_calls[0];
const answered = await client.chat.completions.create({
  model: 'second/small',
  messages: [...messages, asked.choices[0].message, { role: 'tool', tool_call_id: call.id, content: 'rain' }],
  tools,
});

const asBase64 = await client.embeddings.create({ model: 'first/vec', input: 'what the library embeds' });
const asNumbers = await client.embeddings.create({
  model: 'first/vec',
  input: ['one text', 'what the library embeds'],
  encoding_format: 'float',
  dimensions: 4,
});

const models = [];
for await (const each of client.models.list()) {
  models.push(each.id);
}

let error = null;
try {
  await client.chat.completions.create({ model: 'no-such-model', messages });
} catch (e) {
  error = { class: e.constructor.name, status: e.status, code: e.code, message: e.message };
}

console.log(
  JSON.stringify({
    plain: { text: plain.choices[0].message.content, usage: plain.usage },
    streamed: { text, usage },
    tools: {
      finish: asked.choices[0].finish_reason,
      name: call.function.name,
      arguments: call.function.arguments,
      answer: answered.choices[0].message.content,
    },
    embeddings: {
      base64: asBase64.data[0].embedding,
      usage: asBase64.usage,
      model: asBase64.model,
      numbers: asNumbers.data.map((each) => ({ index: each.index, embedding: each.embedding })),
    },
    models,
    error,
  }),
);
