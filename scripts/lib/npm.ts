/** The path of npm's JavaScript file, since npm's command is a batch file on Windows. Throws outside `npm run`, where npm does not pass it. */
export function npmFile(): string {
  const file = process.env.npm_execpath
  if (file === undefined) throw new Error('Start this with npm: "npm test", "npm run sbom".')
  return file
}
