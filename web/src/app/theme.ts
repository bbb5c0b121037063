import {
  Alert,
  Anchor,
  createTheme,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
  Menu,
} from '@mantine/core'

const parley: MantineColorsTuple = [
  '#e6f6f3',
  '#cdebe5',
  '#9ed8cc',
  '#6cc3b2',
  '#44b09c',
  '#2aa38d',
  '#188f7b',
  '#0f7f6d',
  '#0b6e63',
  '#075549',
]

export const theme = createTheme({
  primaryColor: 'parley',
  // Dark enough for white text on light pages, light enough for dark pages.
  primaryShade: { light: 8, dark: 8 },
  colors: { parley },
  autoContrast: true,
  // Red words on the red ground that a button has under the pointer must still be read.
  variantColorResolver: (input) => {
    const usual = defaultVariantColorsResolver(input)
    return input.variant === 'subtle' && input.color === 'red' ? { ...usual, color: 'var(--danger)' } : usual
  },
  defaultRadius: 'md',
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif',
  headings: { fontWeight: '650' },
  cursorType: 'pointer',
  components: {
    // The colour of an alert is that of its ground and its icon; orange on light orange cannot be read.
    Alert: Alert.extend({ styles: { title: { color: 'var(--mantine-color-text)' } } }),
    // A link inside a sentence must be seen without its colour.
    Anchor: Anchor.extend({ defaultProps: { underline: 'always' } }),
    // A menu holds its items and nothing else; the first of them takes the focus.
    Menu: Menu.extend({ defaultProps: { withInitialFocusPlaceholder: false } }),
  },
})
