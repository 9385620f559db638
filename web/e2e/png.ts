import { crc32, deflateSync } from 'node:zlib'

function chunk(kind: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(kind, 'latin1'), body])
  const frame = Buffer.alloc(8)
  frame.writeUInt32BE(body.length)
  frame.writeUInt32BE(crc32(named), 4)
  return Buffer.concat([frame.subarray(0, 4), named, frame.subarray(4)])
}

/** A PNG of one colour with a lighter square in its middle. */
export function png(width: number, height: number, [r, g, b]: readonly [number, number, number]): Buffer {
  const rows = Array.from({ length: height }, (_, y) => {
    const row = Buffer.alloc(1 + width * 3)
    for (let x = 0; x < width; x++) {
      const inside = Math.abs(x - width / 2) < width / 6 && Math.abs(y - height / 2) < height / 6
      const light = inside ? 60 : 0
      row.set([r + light, g + light, b + light], 1 + x * 3)
    }
    return row
  })
  return pngOf(width, height, [8, 2], rows)
}

function pngOf(width: number, height: number, kind: readonly [number, number], rows: Buffer[]): Buffer {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width)
  head.writeUInt32BE(height, 4)
  head.set(kind, 8)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  const body = deflateSync(Buffer.concat(rows))
  return Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', body), chunk('IEND', Buffer.alloc(0))])
}

/** A PNG of 16 bits and one channel: a hill of values from 1000 to 4000 with ripples. */
export function deepPng(width: number, height: number): Buffer {
  const rows = Array.from({ length: height }, (_, y) => {
    const row = Buffer.alloc(1 + width * 2)
    for (let x = 0; x < width; x++) {
      const far = ((x - width / 2) ** 2 + (y - height / 2) ** 2) / (width * 60)
      row.writeUInt16BE(Math.round(1200 + 2600 * Math.exp(-far) + 150 * Math.sin(x / 9)), 1 + x * 2)
    }
    return row
  })
  return pngOf(width, height, [16, 0], rows)
}

/** A TIFF of several pages of 8-bit grey, each with a bright square at another place. */
export function pagesTiff(width: number, height: number, pages: number): Buffer {
  const entries = 8
  const directory = 2 + entries * 12 + 4
  const size = width * height
  const out = Buffer.alloc(8 + pages * (directory + size))
  out.write('II*\0', 'latin1')
  out.writeUInt32LE(8, 4)
  for (let page = 0; page < pages; page++) {
    const start = 8 + page * (directory + size)
    const pixels = start + directory
    out.writeUInt16LE(entries, start)
    const fields: readonly (readonly [number, number])[] = [
      [256, width],
      [257, height],
      [258, 8],
      [259, 1],
      [262, 1],
      [273, pixels],
      [278, height],
      [279, size],
    ]
    fields.forEach(([tag, value], i) => {
      const at = start + 2 + i * 12
      out.writeUInt16LE(tag, at)
      out.writeUInt16LE(4, at + 2)
      out.writeUInt32LE(1, at + 4)
      out.writeUInt32LE(value, at + 8)
    })
    out.writeUInt32LE(page + 1 < pages ? pixels + size : 0, start + 2 + entries * 12)
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) {
        const square = x > 20 * page && x < 20 * page + 60 && y > 80 && y < 160
        out[pixels + y * width + x] = square ? 240 : 40 + ((x + y) % 64)
      }
  }
  return out
}
