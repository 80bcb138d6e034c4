/**
 * What a spreadsheet takes for a formula, or may after it has dropped the blanks before it or made a full-width sign a plain one; and control
 * characters that end a field where it is pasted. LibreOffice 7.4 only reads a leading `=` so; for others too much is neutralised rather than
 * too little, since no name begins like this.
 */
export const formulaLike = /^[\s\0]*[=+\-@|＝＋－＠｜]|^[\t\r\n\0]/u
