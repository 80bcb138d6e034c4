/** The `seatledger` command: the same core in a terminal. */
import { main } from './cli/main.ts'

// `seatledger … | head` closes the pipe early, which is not an error.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    process.exit(0)
  })
}

const exitCode = await main(process.argv.slice(2), process)
// A hanging keychain call must not keep the process alive.
process.exit(exitCode)
