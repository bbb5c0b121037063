import { Button, FileButton, Paper, Stack, Text } from '@mantine/core'
import { IconFileSpreadsheet } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { type DragEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { uploadImport } from '../../api/imports.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'

/** Where a list is dropped or chosen. */
export function ImportDrop({ onKept }: { onKept: (importId: string) => void }) {
  const { t } = useTranslation('contacts')
  const [over, setOver] = useState(false)
  const keep = useMutation({ mutationFn: uploadImport, onSuccess: ({ id }) => onKept(id) })
  const choose = (file: File | null | undefined) => file && keep.mutate(file)
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    choose(event.dataTransfer.files[0])
  }
  return (
    <Stack>
      <ProblemAlert error={keep.error} />
      <Paper
        withBorder
        p="xl"
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        style={{
          borderStyle: 'dashed',
          borderColor: over ? 'var(--mantine-primary-color-filled)' : undefined,
        }}
      >
        <Stack align="center" gap="sm" ta="center">
          <IconFileSpreadsheet size={40} stroke={1.4} aria-hidden />
          <Text fw={600}>{t('import.drop')}</Text>
          <Text size="sm" c="dimmed" maw={520}>
            {t('import.dropText')}
          </Text>
          <FileButton onChange={choose} accept=".csv,.txt,.tsv,text/csv">
            {(props) => (
              <Button {...props} loading={keep.isPending}>
                {t('import.choose')}
              </Button>
            )}
          </FileButton>
        </Stack>
      </Paper>
    </Stack>
  )
}
