import { SegmentedControl } from '@mantine/core'
import { m } from '#ui/words/compiled/messages.js'

/** Which part of a list is shown: what waits, or all of it. */
export function Show<Part extends string>({
  part,
  onChange,
  parts,
}: {
  part: Part
  onChange: (part: Part) => void
  parts: readonly { readonly value: Part; readonly label: string }[]
}) {
  return (
    <SegmentedControl
      className="filters"
      withItemsBorders={false}
      aria-label={m.review_show()}
      value={part}
      onChange={(value) => onChange(value as Part)}
      data={[...parts]}
    />
  )
}
