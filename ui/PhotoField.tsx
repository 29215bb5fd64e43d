import { useEffect, useId, useState } from 'react'
import { Pictogram } from './drawings/Pictogram.tsx'
import { type FieldProps, Problem } from './Field.tsx'
import { numberText } from './numbers.ts'
import { type Shot, shrink, type Unusable } from './shrink.ts'
import { m } from './words/compiled/messages.js'
import { useLanguage } from './words/useLanguage.ts'

/** A photo from the camera or the gallery, made small before it is kept. `onCamera`: a camera of the app's own is used instead. */
export function PhotoField({
  label,
  hint,
  problem,
  optional,
  value,
  onChange,
  onCamera,
}: FieldProps & {
  value: Shot | undefined
  onChange: (shot: Shot | undefined) => void
  onCamera?: (() => void) | undefined
}) {
  useLanguage()
  const id = useId()
  const [found, setFound] = useState<Unusable | 'shrinking'>()
  const address = useAddress(value?.blob)

  async function take(file: File | undefined) {
    if (!file) return
    setFound('shrinking')
    const shot = await shrink(file)
    if (typeof shot === 'string') return setFound(shot)
    setFound(undefined)
    onChange(shot)
  }

  const input = (
    <input
      type="file"
      accept="image/*"
      capture="environment"
      aria-label={value ? m.photo_again() : m.photo_take()}
      onChange={(event) => {
        const files = event.currentTarget.files
        void take(files?.[0])
      }}
    />
  )
  const said =
    problem ?? (found === 'not-image' ? m.photo_not_image() : found === 'too-large' ? m.photo_too_large() : undefined)

  return (
    <fieldset className="field" aria-describedby={said ? `${id}problem` : hint ? `${id}hint` : undefined}>
      <legend className="field__label">
        {label} {optional && <span className="field__optional">({m.field_optional()})</span>}
      </legend>
      <div className="photo">
        {value && address ? (
          <>
            <img className="photo__picture" src={address} alt={m.photo_alt()} />
            <div className="stack">
              {onCamera ? (
                <button type="button" className="button button--second" onClick={onCamera}>
                  <Pictogram name="camera" size={20} />
                  {m.photo_again()}
                </button>
              ) : (
                <span className="button button--second photo__again">
                  <Pictogram name="camera" size={20} />
                  {m.photo_again()}
                  {input}
                </span>
              )}
              <button type="button" className="button button--plain" onClick={() => onChange(undefined)}>
                {m.photo_remove()}
              </button>
              <span className="note">{m.photo_size({ size: numberText(Math.ceil(value.blob.size / 1024)) })}</span>
            </div>
          </>
        ) : onCamera ? (
          <button type="button" className="photo__place" onClick={onCamera}>
            <Pictogram name="camera" size={36} />
            {m.photo_take()}
          </button>
        ) : (
          <span className="photo__place">
            <Pictogram name="camera" size={36} />
            <span aria-hidden="true">{m.photo_take()}</span>
            {input}
          </span>
        )}
      </div>
      {found === 'shrinking' && (
        <p className="note" role="status">
          {m.photo_shrinking()}
        </p>
      )}
      {said && <Problem id={`${id}problem`}>{said}</Problem>}
      {hint && (
        <p className="field__hint" id={`${id}hint`}>
          {hint}
        </p>
      )}
    </fieldset>
  )
}

/** An address for a picture as long as it is shown. */
function useAddress(blob: Blob | undefined): string | undefined {
  const [address, setAddress] = useState<string>()
  useEffect(() => {
    if (!blob) return setAddress(undefined)
    const made = URL.createObjectURL(blob)
    setAddress(made)
    return () => URL.revokeObjectURL(made)
  }, [blob])
  return address
}
