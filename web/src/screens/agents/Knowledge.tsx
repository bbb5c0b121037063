import { Button, FileButton, Group, Paper, Stack, Text, TextInput, UnstyledButton } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconBook2, IconPlus, IconSearch, IconUpload } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '../../api/me.ts'
import { answer, parley } from '../../api/parley.ts'
import { articlesOptions } from '../../api/setup.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { ArticleEditor } from './ArticleEditor.tsx'

/** What the agent knows: articles to write, files to upload. It answers from these and from nothing else. */
export function Knowledge({ agentId }: { agentId: string }) {
  const { t } = useTranslation('agents')
  const client = useQueryClient()
  const may = useMay('agents.manage')
  const [search, setSearch] = useState('')
  const [settled] = useDebouncedValue(search, 200)
  /** The article that is open; `new` for one that is being written. */
  const [open, setOpen] = useState<string | null>(null)
  const { data, error } = useQuery(articlesOptions(agentId, settled))
  const upload = useMutation({
    mutationFn: async (files: File[]) => {
      for (const file of files) {
        const form = new FormData()
        form.append('file', file)
        await answer(
          parley.POST('/api/v1/agents/{agentId}/articles/upload', {
            params: { path: { agentId } },
            body: form as never,
            bodySerializer: (body) => body as unknown as FormData,
          }),
        )
      }
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['articles'] }),
  })
  const items = data?.items ?? []
  return (
    <Stack>
      <Group justify="space-between">
        <TextInput
          flex={1}
          miw={220}
          maw={{ sm: 340 }}
          leftSection={<IconSearch size={16} />}
          placeholder={t('knowledge.search')}
          aria-label={t('knowledge.search')}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        {may && (
          <Group gap="xs">
            <FileButton
              multiple
              accept=".md,.markdown,.txt,.html,.htm,.pdf"
              onChange={(files) => files.length > 0 && upload.mutate(files)}
            >
              {(props) => (
                <Button
                  {...props}
                  variant="default"
                  leftSection={<IconUpload size={16} />}
                  loading={upload.isPending}
                >
                  {t('knowledge.upload')}
                </Button>
              )}
            </FileButton>
            <Button leftSection={<IconPlus size={16} />} onClick={() => setOpen('new')}>
              {t('knowledge.new')}
            </Button>
          </Group>
        )}
      </Group>
      <ProblemAlert error={error ?? upload.error} />
      {data && items.length === 0 && (
        <EmptyState icon={<IconBook2 />} title={t(settled ? 'knowledge.nothing' : 'knowledge.empty')}>
          {settled ? null : t('knowledge.teach')}
        </EmptyState>
      )}
      <Stack gap="xs" component="ul" p={0} m={0} style={{ listStyle: 'none' }}>
        {items.map((article) => (
          <Paper key={article.id} component="li" withBorder>
            <UnstyledButton w="100%" p="sm" onClick={() => setOpen(article.id)}>
              <Text fw={600}>{article.title}</Text>
              <Text size="sm" c="dimmed" lineClamp={1}>
                {article.fileName ? `${article.fileName} · ` : ''}
                {article.excerpt}
              </Text>
            </UnstyledButton>
          </Paper>
        ))}
      </Stack>
      {open && (
        <ArticleEditor
          key={open}
          agentId={agentId}
          articleId={open === 'new' ? null : open}
          close={() => setOpen(null)}
        />
      )}
    </Stack>
  )
}
