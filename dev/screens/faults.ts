/** What can be wrong with a page that a machine can see. */
import axe from 'axe-core'
import type { Page } from 'playwright-core'

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

interface Known {
  readonly messages: readonly string[]
  readonly codes: readonly string[]
}

export function faultsOn(page: Page, known: Known): Promise<string[]> {
  return page.evaluate(inspect, known)
}

export async function violationsOn(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  return page.evaluate(async (values) => {
    const { axe } = globalThis as unknown as {
      axe: {
        run(
          context: Document,
          options: object,
        ): Promise<{ violations: { id: string; nodes: { target: string[] }[] }[] }>
      }
    }
    const { violations } = await axe.run(document, { runOnly: { type: 'tag', values }, resultTypes: ['violations'] })
    return violations.map(
      ({ id, nodes }) =>
        `axe ${id}: ${nodes
          .map(({ target }) => target.join(' '))
          .slice(0, 3)
          .join(', ')}`,
    )
  }, rules)
}

/** Nothing a thumb presses is smaller, in CSS pixels. */
const thumb = 44

/** What a thumb or a screen reader would not find. */
export function thumbFaultsOn(page: Page): Promise<string[]> {
  return page.evaluate((least) => {
    const faults: string[] = []
    const called = (one: Element) =>
      `<${one.tagName.toLowerCase()} class="${one.getAttribute('class') ?? ''}"> ${(one.textContent ?? '').trim().slice(0, 30)}`
    // An unseen input is opened by a button beside it.
    const seen = [
      ...document.querySelectorAll<HTMLElement>('a[href], button, summary, input:not(.unseen), select, textarea'),
    ].filter((one) => one.getClientRects().length > 0 && (one as HTMLInputElement).type !== 'hidden')
    for (const one of seen) {
      const field =
        one instanceof HTMLInputElement || one instanceof HTMLSelectElement || one instanceof HTMLTextAreaElement
      const label = field ? one.labels?.[0] : undefined
      const by = (one.getAttribute('aria-labelledby') ?? '')
        .split(' ')
        .map((id) => document.getElementById(id)?.textContent ?? '')
      const pictures = [...one.querySelectorAll('img[alt], svg[aria-label], svg title')].map(
        (picture) => picture.getAttribute('alt') ?? picture.getAttribute('aria-label') ?? picture.textContent ?? '',
      )
      const own = field ? (label?.textContent ?? '') : (one.textContent ?? '')
      const name = [one.getAttribute('aria-label') ?? '', ...by, own, ...pictures].join('').trim()
      if (name === '') faults.push(`${field ? 'no label' : 'no name'}: ${called(one)}`)

      // A word within a sentence is pressed with it; a field that is drawn by its label is as large as that.
      if (one.matches('p > a, li > a:not([class]), td > a, dd > a')) continue
      const boxes = [
        one,
        ...(label ? [label] : []),
        ...(one.parentElement?.matches('label') ? [one.parentElement] : []),
      ]
      const sizes = boxes.map((box) => box.getBoundingClientRect())
      if (!sizes.some(({ width, height }) => width >= least - 0.5 && height >= least - 0.5)) {
        const [{ width, height }] = sizes as [DOMRect]
        faults.push(`small: ${Math.round(width)} × ${Math.round(height)} ${called(one)}`)
      }
    }
    return faults
  }, thumb)
}

/** Runs in the page. */
function inspect({ messages, codes }: Known): string[] {
  const faults: string[] = []
  const root = document.scrollingElement ?? document.documentElement
  if (root.scrollWidth > root.clientWidth + 1) {
    const widest = [...document.querySelectorAll('body *')].filter(
      (one) => one.getBoundingClientRect().right > root.clientWidth + 1 && !one.closest('.scroll'),
    )
    faults.push(
      `sideways scroll: ${root.scrollWidth} > ${root.clientWidth} by ${widest.slice(0, 3).map(called).join(', ')}`,
    )
  }

  const names = new Set(messages)
  // Where sentences themselves are read and approved, their gaps are shown.
  const nonsensical = document.querySelector('.words')
    ? /\bundefined\b|\bNaN\b|\[object \w+\]/g
    : /\bundefined\b|\bNaN\b|\[object \w+\]|\{\w+\}/g
  // biome-ignore lint/performance/useDomNodeTextContent: only what is shown counts, not what styles and scripts hold.
  const text = document.body.innerText
  for (const nonsense of text.match(nonsensical) ?? []) faults.push(`missing word: ${nonsense}`)
  for (const word of text.match(/\b[a-z][a-z0-9]*(?:_[a-z0-9]+)+\b/g) ?? [])
    if (names.has(word) && !isCode(word)) faults.push(`missing word: ${word}`)
  for (const word of new Set(text.match(/\b[a-z]+(?:-[a-z]+)+\b/g) ?? []))
    if (codes.includes(word) && !isCode(word)) faults.push(`a code instead of a name: ${word}`)
  if (text.trim().length < 20) faults.push('nothing is shown')

  for (const element of document.querySelectorAll<HTMLElement>('body *')) {
    const own = [...element.childNodes].some(
      ({ nodeType, textContent }) => nodeType === 3 && /[\u1780-\u17ff]/.test(textContent ?? ''),
    )
    if (!own || element.closest('.unseen, svg') || element.offsetParent === null) continue
    const style = getComputedStyle(element)
    const size = Number.parseFloat(style.fontSize)
    const line = style.lineHeight === 'normal' ? size * 1.2 : Number.parseFloat(style.lineHeight)
    if (line / size < 1.45) faults.push(`cut Khmer: ${called(element)} has lines of ${(line / size).toFixed(2)}`)
    for (let box: HTMLElement | null = element; box && box !== document.body; box = box.parentElement) {
      const { overflowX, overflowY } = getComputedStyle(box)
      const cutsDown = /hidden|clip/.test(overflowY) && box.scrollHeight > box.clientHeight + 1
      const cutsAcross = /hidden|clip/.test(overflowX) && box.scrollWidth > box.clientWidth + 1
      if (box.clientWidth > 1 && box.clientHeight > 1 && (cutsDown || cutsAcross) && !box.closest('[aria-hidden=true]'))
        faults.push(`cut Khmer: ${called(box)}`)
    }
  }
  return [...new Set(faults)]

  /** Support calls name some things by their code, and those are marked as code. */
  function isCode(word: string): boolean {
    return [...document.querySelectorAll('code, .secret, pre')].some(({ textContent }) => textContent?.includes(word))
  }

  function called(element: Element): string {
    return `${element.tagName.toLowerCase()}.${[...element.classList].join('.')} “${(element.textContent ?? '').trim().slice(0, 24)}”`
  }
}
