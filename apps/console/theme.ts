import { createTheme } from '@mantine/core'

/** Mantine in our colours and type: everything it draws stands on the tokens of `ui/look`. */
export const theme = createTheme({
  fontFamily: 'var(--font)',
  headings: { fontFamily: 'var(--font)', fontWeight: '700' },
  primaryColor: 'leaf',
  primaryShade: 8,
  defaultRadius: 'md',
  cursorType: 'pointer',
  focusRing: 'auto',
  black: '#1d2a22',
  colors: {
    leaf: [
      '#f0f6ef',
      '#e4efe3',
      '#c9dfc9',
      '#a9cba9',
      '#88b68b',
      '#66a073',
      '#3c7d58',
      '#2c6b49',
      '#1f5a3a',
      '#143f28',
    ],
    gray: [
      '#faf8f1',
      '#f2efe3',
      '#e0dbc9',
      '#cfc9b4',
      '#b3ad97',
      '#8b8670',
      '#626b62',
      '#4b574e',
      '#323d35',
      '#1d2a22',
    ],
  },
  fontSizes: { xs: '0.8125rem', sm: '0.875rem', md: '1rem', lg: '1.125rem', xl: '1.3125rem' },
  lineHeights: { xs: '1.7', sm: '1.7', md: '1.75', lg: '1.75', xl: '1.75' },
  radius: { xs: '0.25rem', sm: '0.375rem', md: '0.625rem', lg: '1rem', xl: '1.5rem' },
})
