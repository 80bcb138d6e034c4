/** The largest file that can be imported as an invoice, in bytes; in base64 it fits into a request to the browser host. */
export const maxInvoiceBytes = 20 * 1024 * 1024
