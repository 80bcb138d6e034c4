/** Reads a chosen file for a request. */
import { maxInvoiceBytes } from '../../../shared/domain/invoice-size.ts'

export interface FileContent {
  name: string
  base64: string
}

/** Throws an error whose message can be shown. */
export async function fileContent(file: File): Promise<FileContent> {
  if (file.size > maxInvoiceBytes) {
    throw new Error(
      `${file.name} is larger than ${maxInvoiceBytes / 1024 / 1024} MB. Remove what is not needed and save it again. Nothing was imported.`,
    )
  }
  const url = await new Promise<string>((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result))
    reader.onerror = () =>
      reject(new Error(`${file.name} could not be read from the disk. Close it in other programs and choose it again.`))
    reader.readAsDataURL(file)
  })
  return { name: file.name, base64: url.slice(url.indexOf(',') + 1) }
}
