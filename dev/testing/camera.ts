/** What a camera sees: a still of a QR on grey, as a clip that the browser takes for its camera. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { encode } from 'uqr'

const width = 640
const height = 480
const frames = 10

/** Writes the clip (YUV4MPEG2, 4:2:0) into a folder and gives its path. */
export function cameraClip(text: string, folder: string): string {
  const { data, size } = encode(text, { ecc: 'M', border: 4 })
  const scale = Math.floor((height * 0.8) / size)
  const left = Math.floor((width - size * scale) / 2)
  const top = Math.floor((height - size * scale) / 2)
  const light = Buffer.alloc(width * height, 140)
  for (let y = 0; y < size * scale; y++)
    for (let x = 0; x < size * scale; x++)
      light[(top + y) * width + left + x] = data[Math.floor(y / scale)]![Math.floor(x / scale)] ? 30 : 225
  const colours = Buffer.alloc((width * height) / 2, 128)
  const frame = Buffer.concat([Buffer.from('FRAME\n'), light, colours])
  const file = join(folder, 'camera.y4m')
  writeFileSync(
    file,
    Buffer.concat([Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420\n`), ...Array(frames).fill(frame)]),
  )
  return file
}
