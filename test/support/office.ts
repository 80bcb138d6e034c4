/** Opens our workbooks in a real spreadsheet program (LibreOffice, headless). */
import { execFile, execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, parse } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { readXlsx } from 'hucre/xlsx'

/** Why tests that need LibreOffice are skipped; null if they run. */
export const officeMissing: string | null = (() => {
  try {
    execFileSync('soffice', ['--version'], { stdio: 'ignore' })
    return null
  } catch {
    return 'LibreOffice is not installed (Debian: apt-get install libreoffice-calc)'
  }
})()

/** LibreOffice recalculates a workbook on load only when its profile says "always" (0). */
const profile = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>`

/** Opens the workbook in LibreOffice, recalculates every formula, and returns each sheet's values by name. */
export function recalculate(path: string): Promise<Map<string, unknown[][]>> {
  return converted(path, 'xlsx', 'xlsx:Calc MS Excel 2007 XML', async (file) => {
    const workbook = await readXlsx(file)
    return new Map(workbook.sheets.map((sheet) => [sheet.name, sheet.rows]))
  })
}

/** The number of pages that LibreOffice prints. */
export function printedPages(path: string): Promise<number> {
  return converted(path, 'pdf', 'pdf', async (file) => file.toString('latin1').match(/\/Type\s*\/Page[^s]/g)?.length ?? 0)
}

async function converted<T>(path: string, extension: string, filter: string, read: (file: Buffer) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'seatledger-office-'))
  try {
    const user = join(folder, 'profile', 'user')
    await mkdir(user, { recursive: true })
    await writeFile(join(user, 'registrymodifications.xcu'), profile)
    await promisify(execFile)(
      'soffice',
      [
        `-env:UserInstallation=${pathToFileURL(join(folder, 'profile')).href}`,
        '--headless',
        '--convert-to',
        filter,
        '--outdir',
        join(folder, 'out'),
        path,
      ],
      { timeout: 120_000 },
    )
    return await read(await readFile(join(folder, 'out', `${parse(path).name}.${extension}`)))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
