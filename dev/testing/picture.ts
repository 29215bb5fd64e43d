/** A whole picture of so many bytes, unlike those of other numbers: 640 by 480, of noise. */
export function aJpeg(length: number, number: number): Uint8Array<ArrayBuffer> {
  const head = [
    0xff, 0xd8, 0xff, 0xc0, 0, 17, 8, 1, 0xe0, 2, 0x80, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1, 0xff, 0xda, 0, 2,
  ]
  const bytes = new Uint8Array(length)
  let noise = number
  for (let at = 0; at < length; at += 1) {
    noise = (noise * 1_103_515_245 + 12_345) % 2_147_483_648
    bytes[at] = (noise >> 16) % 255
  }
  bytes.set(head)
  bytes.set([0xff, 0xd9], length - 2)
  return bytes
}
