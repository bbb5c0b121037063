import { useRef, useState } from 'react'
import { Menu } from '../ui/menu.tsx'
import { useWords } from '../words/language.tsx'
import { ContactSheet } from './contact-sheet.tsx'
import { LocationSheet } from './location-sheet.tsx'
import { usePhone } from './use-phone.ts'

type Props = { sender: string; onFile: (file: File) => void }

/** What can go along with a message: a file, a place, a contact. */
export function AttachMenu({ sender, onFile }: Props) {
  const { say } = useWords()
  const { send } = usePhone()
  const picker = useRef<HTMLInputElement>(null)
  const [sheet, setSheet] = useState<'location' | 'contact' | null>(null)
  const close = () => setSheet(null)

  return (
    <>
      <Menu
        icon="clip"
        label={say('chat.attach')}
        above
        items={[
          { label: say('attach.media'), icon: 'picture', onChoose: () => picker.current?.click() },
          { label: say('attach.location'), icon: 'pin', onChoose: () => setSheet('location') },
          { label: say('attach.contact'), icon: 'person', onChoose: () => setSheet('contact') },
        ]}
      />
      <input
        ref={picker}
        type="file"
        hidden
        aria-label={say('attach.media')}
        onChange={(event) => {
          const [file] = event.target.files ?? []
          if (file) onFile(file)
          event.target.value = ''
        }}
      />
      {sheet === 'location' ? (
        <LocationSheet
          onClose={close}
          onSend={(location) => {
            close()
            void send({ to: sender, location })
          }}
        />
      ) : null}
      {sheet === 'contact' ? (
        <ContactSheet
          onClose={close}
          onSend={(card) => {
            close()
            void send({ to: sender, contacts: [{ name: card.name, phone: card.number }] })
          }}
        />
      ) : null}
    </>
  )
}
