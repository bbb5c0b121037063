import { Box, Table, Text, VisuallyHidden } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './Bars.module.css'

export interface Bar {
  key: string
  label: ReactNode
  count: number
  color: string
}

interface Props {
  /** What the table is, for those who hear it. */
  caption: string
  /** Names of the columns, for those who hear them. */
  columns: { label: string; count: string; share: string }
  bars: readonly Bar[]
  /** What a full bar stands for. */
  whole: number
}

/** Counts as bars, in a table that says the same to those who do not see it. */
export function Bars({ caption, columns, bars, whole }: Props) {
  const share = (count: number) =>
    (whole === 0 ? 0 : count / whole).toLocaleString(undefined, {
      style: 'percent',
      maximumFractionDigits: 1,
    })
  return (
    <Table className={classes.bars} withRowBorders={false} verticalSpacing={6} horizontalSpacing={0}>
      <caption className={classes.caption}>{caption}</caption>
      <Table.Thead>
        <Table.Tr className={classes.head}>
          {[columns.label, columns.count, columns.share].map((name) => (
            <Table.Th key={name}>
              <VisuallyHidden>{name}</VisuallyHidden>
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {bars.map(({ key, label, count, color }) => (
          <Table.Tr key={key}>
            <Table.Th scope="row" fw={400}>
              <Text size="sm">{label}</Text>
              <Box className={classes.track} aria-hidden>
                <Box
                  className={classes.bar}
                  bg={color}
                  w={`${whole === 0 ? 0 : Math.min(100, (count / whole) * 100)}%`}
                  miw={count > 0 ? 3 : 0}
                />
              </Box>
            </Table.Th>
            <Table.Td className={classes.number}>{count.toLocaleString()}</Table.Td>
            <Table.Td className={classes.number} c="dimmed">
              {share(count)}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
