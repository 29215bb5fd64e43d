import { useState } from 'react'

/**
 * What a person is typing, beside the value it means. The text stays as typed while it means the
 * value; a value that comes from elsewhere replaces it. What is wrong is said when the field is left,
 * not while somebody is still typing.
 */
export function useTyped<Value>({
  value,
  write,
  read,
  onChange,
}: {
  value: Value | undefined
  write: (value: Value) => string
  read: (typed: string) => Value | undefined
  onChange: (value: Value | undefined) => void
}) {
  const [last, setLast] = useState('')
  const [isLeft, setLeft] = useState(false)
  const meant = read(last)
  const typed = meant === value ? last : value === undefined ? '' : write(value)

  return {
    typed,
    /** It was left with something in it that means nothing. */
    isMeaningless: isLeft && typed.trim() !== '' && read(typed) === undefined,
    isLeft,
    type(text: string) {
      setLast(text)
      setLeft(false)
      onChange(text.trim() === '' ? undefined : read(text))
    },
    leave: () => setLeft(true),
  }
}
