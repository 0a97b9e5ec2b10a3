/** What could be read of an answer with faults; undefined where a part could not. */
export type PartlyRead<T> = { readonly [Part in keyof T]: T[Part] | undefined }

export const isWhole = <T extends object>(read: PartlyRead<T>): read is PartlyRead<T> & T =>
  Object.values(read).every(part => part !== undefined)
