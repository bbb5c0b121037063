import { Button, Drawer, Group, Stack, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '../../api/me.ts'
import { answer, parley } from '../../api/parley.ts'
import { askFirst } from '../../ui/ask-first.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { tellSaved } from '../../ui/tell-saved.ts'

export function ArticleEditor({
  agentId,
  articleId,
  close,
}: {
  agentId: string
  articleId: string | null
  close: () => void
}) {
  const { t } = useTranslation('agents')
  const client = useQueryClient()
  const may = useMay('agents.manage')
  const form = useForm({ initialValues: { title: '', body: '' } })
  const path = { articleId: articleId ?? '' }
  const { data } = useQuery({
    queryKey: ['article', articleId],
    queryFn: () => answer(parley.GET('/api/v1/articles/{articleId}', { params: { path } })),
    enabled: articleId !== null,
  })
  const { setInitialValues, setValues } = form
  useEffect(() => {
    if (!data) return
    const { title, body } = data
    setInitialValues({ title, body })
    setValues({ title, body })
    // The form's functions are new at each drawing; only a loaded article fills it.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [data])
  const done = async () => {
    await client.invalidateQueries({ queryKey: ['articles'] })
    await client.invalidateQueries({ queryKey: ['article', articleId] })
    close()
  }
  const save = useMutation({
    mutationFn: (body: typeof form.values) =>
      answer(
        articleId
          ? parley.PUT('/api/v1/articles/{articleId}', { params: { path }, body })
          : parley.POST('/api/v1/agents/{agentId}/articles', { params: { path: { agentId } }, body }),
      ),
    onSuccess: async () => {
      await done()
      tellSaved()
    },
  })
  const remove = useMutation({
    mutationFn: () => answer(parley.DELETE('/api/v1/articles/{articleId}', { params: { path } })),
    onSuccess: done,
  })
  return (
    <Drawer
      opened
      onClose={close}
      position="right"
      size="lg"
      title={t(articleId ? 'article.edit' : 'article.new')}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <form onSubmit={form.onSubmit((values) => save.mutate(values))}>
        <Stack>
          <TextInput
            data-autofocus
            label={t('article.title')}
            description={t('article.titleHelp')}
            required
            maxLength={200}
            readOnly={!may}
            {...form.getInputProps('title')}
          />
          <Textarea
            label={t('article.body')}
            description={t('article.bodyHelp')}
            required
            autosize
            minRows={12}
            readOnly={!may}
            {...form.getInputProps('body')}
          />
          <ProblemAlert error={save.error ?? remove.error} />
          {may && (
            <Group justify="space-between">
              <Button type="submit" loading={save.isPending}>
                {t('save')}
              </Button>
              {articleId && (
                <Button
                  variant="subtle"
                  color="red"
                  onClick={() =>
                    askFirst({
                      title: t('article.remove'),
                      text: t('article.removeHelp', { title: data?.title ?? '' }),
                      action: () => remove.mutate(),
                    })
                  }
                  loading={remove.isPending}
                >
                  {t('article.remove')}
                </Button>
              )}
            </Group>
          )}
        </Stack>
      </form>
    </Drawer>
  )
}
