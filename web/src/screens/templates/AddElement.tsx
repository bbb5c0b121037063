import { Button, Group, Menu } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Building } from './building.ts'
import { elementKinds, mostElements } from './form.ts'
import { addElement } from './form-pages.ts'

/** What can be put on a page of a form. */
export function AddElement({
  building,
  set,
  page,
}: {
  building: Building
  set: (building: Building) => void
  page: number
}) {
  const { t } = useTranslation('templates')
  const full = building.pages[page]!.elements.length >= mostElements
  return (
    <Group>
      <Menu position="bottom-start">
        <Menu.Target>
          <Button
            variant="default"
            size="compact-sm"
            leftSection={<IconPlus size={14} />}
            disabled={full}
            aria-label={t('builder.addElementTo', { number: page + 1 })}
          >
            {t('builder.addElement')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {elementKinds.map((kind) => (
            <Menu.Item key={kind} onClick={() => set(addElement(building, page, kind))}>
              {t(`builder.element.${kind}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </Group>
  )
}
