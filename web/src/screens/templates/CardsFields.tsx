import { Button, Fieldset, Group, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import {
  addCardButton,
  type Building,
  type Card,
  newCard,
  removeCardButton,
  writeVariant,
} from './building.ts'
import { cardButtonKinds, mostCardButtons } from './kinds.ts'
import { OneButton } from './OneButton.tsx'
import { Wrong } from './Wrong.tsx'

interface Props {
  building: Building
  at: number
  set: (building: Building) => void
  errorOf: (...fields: string[]) => string | undefined
  fixed: boolean
}

/** Twilio: cards of a carousel. */
const least = 2
const most = 10

/** The cards of a carousel; a button stands on each of them or on none. */
export function CardsFields(props: Props) {
  const { building, at, set, errorOf, fixed } = props
  const { t } = useTranslation('templates')
  const { cards } = building.variants[at]!
  const setCards = (next: Card[]) => set(writeVariant(building, at, { cards: next }))
  const wrong = errorOf('cards', ...cards.map((_, index) => `cards.${index}.actions`))
  return (
    <Stack gap="sm">
      {cards.map((card, index) => (
        <OneCard
          key={index}
          {...props}
          card={card}
          index={index}
          write={(change) =>
            setCards(cards.map((one, place) => (place === index ? { ...one, ...change } : one)))
          }
          remove={cards.length > least ? () => setCards(cards.filter((_, place) => place !== index)) : null}
        />
      ))}
      <Wrong>{wrong}</Wrong>
      <Group gap="xs">
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconPlus size={14} />}
          disabled={cards.length >= most}
          onClick={() => setCards([...cards, newCard(building)])}
        >
          {t('builder.addCard')}
        </Button>
        {!fixed &&
          building.cardButtons.length < mostCardButtons &&
          cardButtonKinds.map((kind) => (
            <Button
              key={kind}
              variant="default"
              size="compact-sm"
              leftSection={<IconPlus size={14} />}
              onClick={() => set(addCardButton(building, kind))}
            >
              {t(`builder.button.${kind}`)}
            </Button>
          ))}
      </Group>
      <Text size="sm" c="dimmed">
        {t('builder.cardsHelp')}
      </Text>
    </Stack>
  )
}

function OneCard({
  building,
  set,
  errorOf,
  fixed,
  card,
  index,
  write,
  remove,
}: Props & {
  card: Card
  index: number
  write: (change: Partial<Card>) => void
  remove: (() => void) | null
}) {
  const { t } = useTranslation('templates')
  const { cardButtons } = building
  const field = `cards.${index}`
  return (
    <Fieldset legend={t('builder.card', { number: index + 1 })}>
      <Stack gap="sm">
        <TextInput
          label={t('builder.media')}
          placeholder="https://"
          inputMode="url"
          required
          value={card.mediaUrl}
          error={errorOf(`${field}.media`, `${field}.media.0`)}
          onChange={(event) => write({ mediaUrl: event.currentTarget.value })}
        />
        <TextInput
          label={t('builder.cardTitle')}
          value={card.title}
          onChange={(event) => write({ title: event.currentTarget.value })}
        />
        <Textarea
          label={t('builder.body')}
          autosize
          required
          value={card.body}
          error={errorOf(`${field}.body`)}
          onChange={(event) => write({ body: event.currentTarget.value })}
        />
        {cardButtons.map((kind, place) => (
          <OneButton
            key={place}
            kind={kind}
            button={card.buttons[place] ?? { title: '', target: '' }}
            field={`${field}.actions.${place}`}
            errorOf={errorOf}
            write={(change) =>
              write({
                buttons: card.buttons.map((one, which) => (which === place ? { ...one, ...change } : one)),
              })
            }
            remove={fixed || cardButtons.length === 1 ? null : () => set(removeCardButton(building, place))}
            removeLabel={t('builder.removeCardButton', { number: place + 1 })}
          />
        ))}
        {remove && (
          <Group>
            <Button
              variant="subtle"
              color="red"
              size="compact-sm"
              leftSection={<IconTrash size={14} />}
              onClick={remove}
            >
              {t('builder.removeCard', { number: index + 1 })}
            </Button>
          </Group>
        )}
      </Stack>
    </Fieldset>
  )
}
