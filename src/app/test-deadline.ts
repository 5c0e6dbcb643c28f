/** Loaded into each test file's process by the test command: a file that never ends is ended, and says so, instead of holding up the run. */
const minutes = Number(process.env.TEST_MINUTES ?? 10)

setTimeout(() => {
  process.stderr.write(`${process.argv[1]} 运行超过 ${minutes} 分钟，已中止 (did not end)\n`)
  process.exit(1)
}, minutes * 60_000).unref()
