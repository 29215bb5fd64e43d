import { useRead } from './reading.tsx'

/** The words that a programme asks people to agree to, by their version. */
export function useConsentVersion(programme: string): string | undefined {
  const { data } = useRead<{ programme: string; consent: string }[]>('programme.list')
  return data?.find((one) => one.programme === programme)?.consent
}
