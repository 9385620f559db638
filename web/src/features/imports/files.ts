import type { Source } from './upload'

/** What was chosen, counted before anything is sent. */
export interface DryFacts {
  readonly files: number
  readonly bytes: number
  readonly pictures: number
  readonly annotations: number
  readonly other: number
}

const PICTURE = /\.(jpe?g|png|tiff?|webp|gif|avif|heic|bmp|dcm|svs|ndpi)$/i
const ANNOTATION = /\.(json|jsonl|xml|txt|ya?ml|csv)$/i

export function dryFacts(sources: readonly Source[]): DryFacts {
  const pictures = sources.filter((one) => PICTURE.test(one.name)).length
  const annotations = sources.filter((one) => ANNOTATION.test(one.name)).length
  return {
    files: sources.length,
    bytes: sources.reduce((sum, one) => sum + one.file.size, 0),
    pictures,
    annotations,
    other: sources.length - pictures - annotations,
  }
}

/** Files of a file or folder picker, named by their path in the folder. */
export function fromPicker(list: FileList | null): Source[] {
  return [...(list ?? [])].map((file) => ({ name: file.webkitRelativePath || file.name, file }))
}

async function readEntry(entry: FileSystemEntry): Promise<Source[]> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    )
    return [{ name: entry.fullPath.replace(/^\//, ''), file }]
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader()
  const found: Source[] = []
  // A reader hands out a folder in parts; an empty part is the end.
  for (;;) {
    const part = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    )
    if (part.length === 0) return found
    for (const child of part) found.push(...(await readEntry(child)))
  }
}

/** Everything that was dropped, folders opened. */
export async function fromDrop(data: DataTransfer): Promise<Source[]> {
  const entries = [...data.items].flatMap((item) => item.webkitGetAsEntry() ?? [])
  const found = await Promise.all(entries.map(readEntry))
  return found.flat()
}

/** Adds files to those chosen before; the same name is kept once. */
export function joined(before: readonly Source[], more: readonly Source[]): Source[] {
  return [...new Map([...before, ...more].map((one) => [one.name, one])).values()]
}
