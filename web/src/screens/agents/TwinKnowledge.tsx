import { Button, Drawer, Group, Paper, Stack, Text, Textarea, TextInput, UnstyledButton } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconBook2, IconPlus } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type TwinArticle, twinArticlesOptions } from '../../api/outbound.ts'
import { answer, parley } from '../../api/parley.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { tellSaved } from '../../ui/tell-saved.ts'

const fresh = { id: null, title: '', body: '' }

/** What a member's twin answers from. Nobody else of the organization sees it. */
export function TwinKnowledge({ isSetUp }: { isSetUp: boolean }) {
  const { t } = useTranslation('twins')
  const { data, error } = useQuery({ ...twinArticlesOptions, enabled: isSetUp })
  const [open, setOpen] = useState<TwinArticle | typeof fresh | null>(null)
  if (!isSetUp) return <Text c="dimmed">{t('saveFirst')}</Text>
  const add = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setOpen(fresh)} w="max-content">
      {t('article.new')}
    </Button>
  )
  return (
    <Stack maw={720}>
      <ProblemAlert error={error} />
      {data?.items.length === 0 && (
        <EmptyState icon={<IconBook2 />} title={t('article.empty')} action={add}>
          {t('article.teach')}
        </EmptyState>
      )}
      <Stack gap="xs" component="ul" p={0} m={0} style={{ listStyle: 'none' }}>
        {data?.items.map((article) => (
          <Paper key={article.id} component="li" withBorder>
            <UnstyledButton w="100%" p="sm" onClick={() => setOpen(article)}>
              <Text fw={600}>{article.title}</Text>
              <Text size="sm" c="dimmed" lineClamp={1}>
                {article.body}
              </Text>
            </UnstyledButton>
          </Paper>
        ))}
      </Stack>
      {data && data.items.length > 0 && add}
      {open && <Editor key={open.id ?? 'new'} article={open} close={() => setOpen(null)} />}
    </Stack>
  )
}

function Editor({ article, close }: { article: TwinArticle | typeof fresh; close: () => void }) {
  const { t } = useTranslation('twins')
  const client = useQueryClient()
  const { id, title, body } = article
  const form = useForm({ initialValues: { title, body } })
  const done = async () => {
    await client.invalidateQueries({ queryKey: twinArticlesOptions.queryKey })
    close()
  }
  const at = { params: { path: { twinArticleId: id ?? '' } } }
  const save = useMutation({
    mutationFn: (text: typeof form.values) =>
      answer(
        id
          ? parley.PUT('/api/v1/twin/articles/{twinArticleId}', { ...at, body: text })
          : parley.POST('/api/v1/twin/articles', { body: text }),
      ),
    onSuccess: async () => {
      await done()
      tellSaved()
    },
  })
  const remove = useMutation({
    mutationFn: () => answer(parley.DELETE('/api/v1/twin/articles/{twinArticleId}', at)),
    onSuccess: done,
  })
  return (
    <Drawer
      opened
      onClose={close}
      position="right"
      size="lg"
      title={t(id ? 'article.edit' : 'article.new')}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <form onSubmit={form.onSubmit((values) => save.mutate(values))}>
        <Stack>
          <TextInput label={t('article.title')} required maxLength={200} {...form.getInputProps('title')} />
          <Textarea
            label={t('article.body')}
            required
            autosize
            minRows={10}
            {...form.getInputProps('body')}
          />
          <ProblemAlert error={save.error ?? remove.error} />
          <Group justify="space-between">
            <Button type="submit" loading={save.isPending}>
              {t('save')}
            </Button>
            {id && (
              <Button variant="subtle" color="red" loading={remove.isPending} onClick={() => remove.mutate()}>
                {t('article.remove')}
              </Button>
            )}
          </Group>
        </Stack>
      </form>
    </Drawer>
  )
}
