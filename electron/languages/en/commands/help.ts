import type { help } from './index.ts'

type Widened<Text> = Text extends string ? string : { readonly [Key in keyof Text]: Widened<Text[Key]> }

/** What the help of the command line says in a language, with the keys and the number of examples of the English. */
export type Help = Widened<typeof help>

/** What `plumbline` is told to do. */
export type CommandName = keyof Help['commands']

/** What help says something of: the command's own arguments and options, and what several commands have. */
export type ParameterOf<Name extends CommandName> = string &
  (keyof Help['commands'][Name]['parameters'] | keyof Help['parameters'])
