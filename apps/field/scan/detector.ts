/** Reads QR codes: by the phone's own detector where it has one, else by ours, which comes from our own address. */
type Detect = (source: HTMLVideoElement) => Promise<string[]>

interface Detector {
  detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]>
}

export async function openDetector(): Promise<Detect> {
  const detector = (await ownDetector()) ?? (await ourDetector())
  return async (source) => (await detector.detect(source)).map(({ rawValue }) => rawValue)
}

export async function ownDetector(): Promise<Detector | undefined> {
  const native = (
    globalThis as { BarcodeDetector?: { new (options: object): Detector; getSupportedFormats(): Promise<string[]> } }
  ).BarcodeDetector
  if (!native) return undefined
  const formats = await native.getSupportedFormats().catch((): string[] => [])
  return formats.includes('qr_code') ? new native({ formats: ['qr_code'] }) : undefined
}

async function ourDetector(): Promise<Detector> {
  const [{ BarcodeDetector, prepareZXingModule }, { default: wasm }] = await Promise.all([
    import('barcode-detector/ponyfill'),
    import('zxing-wasm/reader/zxing_reader.wasm?url'),
  ])
  prepareZXingModule({
    overrides: { locateFile: (path: string, prefix: string) => (path.endsWith('.wasm') ? wasm : prefix + path) },
  })
  // The ponyfill's own types know no formats.
  return new (BarcodeDetector as new (options: object) => Detector)({ formats: ['qr_code'] })
}
