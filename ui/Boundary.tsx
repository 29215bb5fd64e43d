import { Component, type ReactNode } from 'react'
import { Failed } from './Nothing.tsx'

/** A fault in a screen stays in that screen: one calm sentence, a reference, and a way on. */
export class Boundary extends Component<{ children: ReactNode }, { reference: string | undefined }> {
  override state = { reference: undefined as string | undefined }

  static getDerivedStateFromError() {
    return { reference: newReference() }
  }

  override componentDidCatch(error: unknown) {
    console.error(`fault ${this.state.reference}`, error)
  }

  override render() {
    const { reference } = this.state
    if (reference === undefined) return this.props.children
    return <Failed reference={reference} again={() => this.setState({ reference: undefined })} />
  }
}

/** Eight signs that can be read out on the telephone. */
function newReference(): string {
  const signs = '23456789abcdefghjkmnpqrstuvwxyz'
  return [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => signs[byte % signs.length]).join('')
}
