import tseslint from 'typescript-eslint';

export default tseslint.config(...tseslint.configs.strictTypeChecked, {
  languageOptions: { parserOptions: { project: './client/tsconfig.json' } },
  rules: { '@typescript-eslint/restrict-template-expressions': 'off' },
});
