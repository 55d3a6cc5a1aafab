// Runs @copilotkit/aimock until its parent has gone: node aimock.mjs <entry> <fixtures>
const { LLMock } = await import(process.argv[2]);
const mock = new LLMock({ port: 0, strict: true });
mock.loadFixtureFile(process.argv[3]);
await mock.start();
console.log(mock.url);
process.stdin.on("end", () => process.exit(0)).resume();
