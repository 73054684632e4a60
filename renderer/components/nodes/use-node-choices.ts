import { useI18n } from 'vue-i18n'
import { useCluster } from '../../stores/cluster.ts'

interface NodeChoice {
  readonly value: string
  readonly label: string
}

/** Nodes as lists offer them: each by its name, with its roles unless the name says them, and with what else is to be said of it. */
export function useNodeChoices(): (
  names: readonly string[],
  more?: (name: string) => string | null,
) => readonly NodeChoice[] {
  const { t } = useI18n()
  const cluster = useCluster()
  const labelOf = (name: string, more: string | null): string => {
    const roles = cluster.nodes.find(({ instanceName }) => instanceName === name)?.roles ?? []
    const said = [
      ...roles.filter((role) => !name.toLowerCase().includes(role)).map((role) => t(`nodes.roles.${role}`)),
      ...(more === null ? [] : [more]),
    ]
    return said.length === 0 ? name : t('nodes.choice', { name, said: said.join(', ') })
  }
  return (names, more = () => null) => names.map((value) => ({ value, label: labelOf(value, more(value)) }))
}
