/** The `seatledger` command: the same core in a terminal. */
import { main } from './cli/main.ts'

// `seatledger … | head` closes the pipe early: that is the reader's right, not a fault.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    process.exit(0)
  })
}

const exitCode = await main(process.argv.slice(2), process)
// A keychain call that never answers must not keep the process alive.
process.exit(exitCode)
