import js from '@eslint/js'
import vue from 'eslint-plugin-vue'
import tseslint from 'typescript-eslint'

/**
 * The layers of the main process, lowest first. A folder may import its own files and any folder in the
 * list of what it may see; everything else is refused, so that imports point downward only.
 */
const layers = {
  text: [],
  secrets: ['text'],
  scheduler: [],
  languages: [],
  sentences: ['text', 'languages'],
  errors: ['secrets', 'languages', 'sentences'],
  xml: ['text', 'sentences', 'errors'],
  storage: ['text', 'sentences', 'errors'],
  state: ['text', 'secrets', 'sentences', 'errors', 'storage'],
  catalog: ['text', 'secrets', 'scheduler', 'languages', 'sentences', 'errors', 'xml', 'storage'],
  wire: ['secrets', 'sentences', 'errors', 'xml', 'catalog'],
  tls: ['sentences', 'errors'],
  tunnel: ['scheduler', 'sentences', 'errors'],
  broker: ['text', 'secrets', 'scheduler', 'sentences', 'errors', 'xml', 'tls', 'tunnel', 'storage', 'state'],
  geoserver: [
    'tls',
    'tunnel',
    'text',
    'secrets',
    'scheduler',
    'languages',
    'sentences',
    'errors',
    'xml',
    'storage',
    'catalog',
  ],
  engine: [
    'text',
    'secrets',
    'scheduler',
    'languages',
    'sentences',
    'errors',
    'xml',
    'storage',
    'catalog',
    'wire',
    'broker',
    'geoserver',
  ],
  imitation: ['text', 'scheduler', 'errors', 'xml', 'catalog', 'wire', 'broker', 'engine'],
  contract: ['secrets', 'languages', 'sentences', 'errors'],
  channel: ['text', 'secrets', 'scheduler', 'languages', 'sentences', 'errors', 'contract'],
  nodes: [
    'tls',
    'text',
    'secrets',
    'scheduler',
    'languages',
    'sentences',
    'errors',
    'xml',
    'contract',
    'channel',
    'storage',
    'state',
    'catalog',
    'wire',
    'broker',
    'geoserver',
    'engine',
  ],
  services: [
    'tls',
    'tunnel',
    'text',
    'secrets',
    'scheduler',
    'languages',
    'sentences',
    'errors',
    'xml',
    'contract',
    'channel',
    'storage',
    'state',
    'catalog',
    'wire',
    'broker',
    'geoserver',
    'engine',
    'imitation',
    'nodes',
  ],
  serve: [
    'text',
    'secrets',
    'scheduler',
    'languages',
    'sentences',
    'errors',
    'contract',
    'storage',
    'channel',
  ],
  cli: [
    'tls',
    'text',
    'secrets',
    'scheduler',
    'languages',
    'sentences',
    'errors',
    'contract',
    'storage',
    'state',
    'catalog',
    'wire',
    'broker',
    'engine',
    'nodes',
    'services',
    'channel',
    'serve',
  ],
  launch: ['scheduler', 'errors', 'sentences', 'serve', 'cli'],
  desktop: [
    'text',
    'secrets',
    'scheduler',
    'languages',
    'sentences',
    'errors',
    'contract',
    'storage',
    'state',
    'services',
    'channel',
  ],
}

const layerRules = Object.entries(layers).map(([layer, visible]) => ({
  files: [`electron/${layer}/**/*.ts`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            regex: `^(\\.\\./)+(${Object.keys(layers)
              .filter((other) => other !== layer && !visible.includes(other))
              .join('|')})/`,
            message: `electron/${layer} may import only from: ${[layer, ...visible].join(', ')} (docs/architecture.md, layers).`,
          },
          ...(layer === 'desktop'
            ? []
            : [
                { regex: '^electron(/|$)', message: 'Only electron/desktop may import the electron module.' },
              ]),
        ],
      },
    ],
  },
}))

/** What alone may open what carries messages: the adapters of the channel, the broker's sockets, and a node's REST. */
const carriers = [
  'electron/channel/{thread,local-socket}.ts',
  'electron/serve/{server,sockets,port-occupant,metrics-door}.ts',
  'electron/broker/open-socket.ts',
  'electron/tls/secure-socket.ts',
  'electron/tunnel/ssh-tunnel.ts',
  'electron/broker/discovery/multicast.ts',
  'electron/broker/embedded/hosting/embedded-broker.ts',
  'electron/geoserver/exchange.ts',
  'electron/imitation/serve.ts',
  'electron/launch/electron-runtime.ts',
  'renderer/api/web-socket.ts',
]

/** What is said is for people. Programs look at its key and values, or at the code of a failure. */
const decisionsOnWords = [
  'CallExpression[callee.property.name=/^(includes|startsWith|endsWith|match|matchAll|search)$/][callee.object.property.name=/^(message|remedy|reason|summary)$/]',
  'CallExpression[callee.property.name=/^(includes|startsWith|endsWith|match|matchAll|search)$/][callee.object.callee.name=/^(english|textOf|render|renderError|say|speak)$/]',
  'CallExpression[callee.property.name=/^(test|exec)$/] > MemberExpression.arguments[property.name=/^(message|remedy|reason|summary)$/]',
  'CallExpression[callee.property.name=/^(test|exec)$/] > CallExpression.arguments[callee.name=/^(english|textOf|render|renderError|say|speak)$/]',
  'BinaryExpression[operator=/^[!=]==$/] > CallExpression[callee.name=/^(english|textOf|render|renderError|say|speak)$/]',
  'BinaryExpression[operator=/^[!=]==$/][right.type=/^(Literal|TemplateLiteral)$/][right.raw!=/^(null|..)$/] > MemberExpression.left[property.name=/^(message|remedy)$/]',
].map((selector) => ({
  selector,
  message: 'Nothing is decided by how something is worded (docs/decisions/facts-travel.md).',
}))

/** What people read is of the languages: no words are written where they are shown, logged or given as a reason. */
const wordsOfOurOwn = [
  'CallExpression[callee.property.name=/^(line|message|warning|progress|fields|report)$/]',
  'CallExpression[callee.object.name="log"]',
  'CallExpression[callee.object.property.name="log"]',
  'CallExpression[callee.name=/^(bold|dim|red|green|yellow|usageFailure|must|confirm|ask|agreedTo|tell|refused|notOpened|failed)$/]',
  'Property[key.name=/^(reason|because|summary|problem|question|what|title|text)$/]:not([value.callee.property.name="enum"])',
]
  .flatMap((place) => ['Literal[value=', 'TemplateElement[value.raw='].map((text) => `${place} ${text}`))
  .map((selector) => ({
    selector: `${selector}/[a-z]{2}[,:;.]? +[a-z]{2}|[a-z]{3}: ?$/i]`,
    message: 'Words are made by say(…) of the languages (docs/decisions/facts-travel.md).',
  }))

/** Threads, processes and pages talk over the one channel; nobody writes a protocol of their own. */
const carrierRules = {
  files: ['electron/**/*.ts', 'renderer/**/*.{ts,vue}'],
  ignores: carriers,
  rules: {
    'no-restricted-syntax': [
      'error',
      ...[
        // What is imported for its types, or to look at an address, opens nothing.
        'ImportDeclaration[importKind!="type"][source.value=/^(node:)?(worker_threads|http|https|http2|dgram|ws)$/]',
        'ImportDeclaration[importKind!="type"][source.value=/^(node:)?(net|tls)$/] > ImportSpecifier[importKind!="type"][imported.name=/^(connect|createConnection|createServer|Server|Socket)$/]',
        'NewExpression[callee.name=/^(WebSocket|Worker|SharedWorker|MessageChannel|BroadcastChannel|EventSource|XMLHttpRequest)$/]',
        'CallExpression[callee.name="fetch"]',
      ].map((selector) => ({
        selector,
        message: 'Messages travel over electron/channel alone (docs/architecture.md, the app).',
      })),
      {
        selector: 'ImportDeclaration[source.value=/^(node:)?timers/]',
        message: 'Waits and turns are of electron/scheduler/clock.ts.',
      },
      ...decisionsOnWords,
    ],
  },
}

/** What is said here is said by or to GeoServers and clients of a broker, or stands in the catalog of the demo. */
const wordsOfOthers = [
  'electron/languages/**/*.ts',
  'electron/broker/embedded/**/*.ts',
  'electron/imitation/**/*.ts',
  'electron/services/demo/**/{catalog,changes,by-hand,stock-script}.ts',
]

const wordRules = [
  {
    files: ['electron/**/*.ts'],
    ignores: [...carriers, ...wordsOfOthers],
    rules: { 'no-restricted-syntax': [...carrierRules.rules['no-restricted-syntax'], ...wordsOfOurOwn] },
  },
  {
    files: carriers,
    ignores: wordsOfOthers,
    rules: { 'no-restricted-syntax': ['error', ...decisionsOnWords, ...wordsOfOurOwn] },
  },
]

/** Time and turns of the event loop are the scheduler's: there it is said whether a wait keeps the process alive. */
const timerRules = {
  files: ['electron/**/*.ts'],
  ignores: ['electron/scheduler/**'],
  rules: {
    'no-restricted-globals': [
      'error',
      ...['setTimeout', 'setInterval', 'setImmediate'].map((name) => ({
        name,
        message: 'Waits and turns are of electron/scheduler/clock.ts.',
      })),
    ],
  },
}

/** JSON somebody else wrote is counted before it is read. These read one literal, or what they wrote themselves. */
const jsonRules = {
  files: ['electron/**/*.ts'],
  ignores: [
    'electron/text/json.ts',
    'electron/broker/embedded/stomp/transformation.ts',
    'electron/catalog/digest-cache-file.ts',
    'electron/services/messages/archive/{sealed-blocks,word-tables,entry-columns}.ts',
  ],
  rules: {
    'no-restricted-properties': [
      'error',
      { object: 'JSON', property: 'parse', message: 'parseJson of electron/text/json.ts counts first.' },
    ],
  },
}

/**
 * The renderer sees the application only through the contract: its schemas, its protocol, the asking end of the channel
 * and the languages. Nothing of the core is imported, not even for types.
 */
const rendererRules = {
  files: ['renderer/**/*.{ts,vue}'],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            regex: '/electron/(?!contract/|languages/|channel/(client|transport)\\.ts$)',
            message:
              'The renderer imports electron/contract, the languages and the asking end of the channel alone (docs/architecture.md, layers).',
          },
          { regex: '^(node:|electron(/|$))', message: 'The renderer runs in a browser.' },
        ],
      },
    ],
  },
}

/** Nothing is to depend on speed: what a test waits for has as long as test/support/patience.ts says. */
const patienceRules = {
  files: ['test/**/*.ts'],
  rules: {
    'no-restricted-syntax': [
      'error',
      ...[
        'CallExpression[callee.object.name="vi"][callee.property.name=/^wait(For|Until)$/][arguments.length<2]',
        'CallExpression[callee.object.name="expect"][callee.property.name="poll"] Property[key.name="timeout"]',
      ].map((selector) => ({
        selector,
        message: 'A second of its own is too little on a busy machine: test/support/patience.ts.',
      })),
    ],
  },
}

export default tseslint.config(
  { ignores: ['node_modules/', 'coverage/', 'dist/', 'test/.output/'] },
  js.configs.recommended,
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['*.js', 'bin/*.js'] },
        // The same for all files: the projects are read anew where it changes from one to the next.
        extraFileExtensions: ['.vue'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/require-await': 'off',
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  {
    files: [
      'electron/{cli,serve,launch}/**/*.ts',
      'test/bench/**/*.ts',
      'test/campaign/run.ts',
      'test/smoke/**/*.ts',
      'build/**/*.ts',
    ],
    rules: { 'no-console': 'off' },
  },
  ...layerRules,
  ...vue.configs['flat/recommended'].map((config) => ({ ...config, files: ['renderer/**/*.vue'] })),
  {
    files: ['renderer/**/*.vue'],
    languageOptions: {
      parserOptions: {
        parser: tseslint.parser,
        projectService: true,
        extraFileExtensions: ['.vue'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      // vue-tsc knows every name and every type; ESLint's own TypeScript does not see into other components.
      'no-undef': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
      'vue/component-api-style': ['error', ['script-setup']],
      'vue/no-v-html': 'error',
      // An optional property that is not given is undefined; a default would say that twice.
      'vue/require-default-prop': 'off',
      // How templates are laid out is Prettier's.
      'vue/html-indent': 'off',
      'vue/html-self-closing': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      // Components of one word are told from elements by their capital letter.
      'vue/multi-word-component-names': 'off',
    },
  },
  rendererRules,
  carrierRules,
  ...wordRules,
  timerRules,
  jsonRules,
  patienceRules,
  { files: ['*.js', 'bin/*.js'], extends: [tseslint.configs.disableTypeChecked] },
)
