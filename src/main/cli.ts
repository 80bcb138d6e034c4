/** The `seatledger` command: the same core in a terminal. */
import { main } from './cli/main.ts'
import { onCrash } from './core/log/crash.ts'

// `seatledger … | head` closes the pipe early, which is not an error.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    process.exit(0)
  })
}

onCrash((message) => {
  console.error(message)
  process.exit(1)
})

const exitCode = await main(process.argv.slice(2), process)
// A hanging keychain call must not keep the process alive.
process.exit(exitCode)
