import js from '@eslint/js'
import tseslint from 'typescript-eslint'

/**
 * The layers of the main process, lowest first. A folder may import its own files and any folder in the
 * list of what it may see; everything else is refused, so that imports point downward only.
 */
const layers = {
  errors: [],
  xml: ['errors'],
  storage: ['errors'],
  catalog: ['errors', 'xml', 'storage'],
  wire: ['errors', 'xml', 'catalog'],
  broker: ['errors', 'xml', 'storage'],
  geoserver: ['errors', 'xml', 'catalog'],
  engine: ['errors', 'xml', 'storage', 'catalog', 'wire', 'broker', 'geoserver'],
  contract: ['errors'],
  services: ['errors', 'contract', 'storage', 'catalog', 'wire', 'broker', 'geoserver', 'engine'],
  transport: ['errors', 'contract'],
  headless: ['errors', 'contract', 'storage', 'catalog', 'wire', 'broker', 'engine', 'services', 'transport'],
  desktop: ['errors', 'contract', 'storage', 'services', 'transport'],
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

export default tseslint.config(
  { ignores: ['node_modules/', 'coverage/', 'dist/', 'test/.output/'] },
  js.configs.recommended,
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['*.js'] },
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
  { files: ['electron/headless/**/*.ts', 'test/bench/**/*.ts'], rules: { 'no-console': 'off' } },
  ...layerRules,
  { files: ['*.js'], extends: [tseslint.configs.disableTypeChecked] },
)
