const PAGES: readonly (readonly [RegExp, string])[] = [
  [/\/label$/, 'use/first-task'],
  [/\/review$/, 'use/review'],
  [/\/imports/, 'manage/import'],
  [/\/ontology/, 'manage/ontology'],
  [/\/policy/, 'manage/policy'],
  [/\/members/, 'manage/people'],
  [/\/(questions|aside)/, 'manage/questions'],
  [/\/releases/, 'manage/releases'],
  [/\/ledger/, 'secure/ledger'],
  [/^\/projects\//, 'manage/index'],
  [/^\/help\/speed$/, 'use/speed'],
  [/^\/(account|sign-in)/, 'manage/people'],
  [/^\/settings/, 'use/keys'],
  [/^\/(about|organisation)/, 'operate/index'],
  [/^\/$/, 'use/first-task'],
]

/** The document that explains a screen, by the screen's address. */
export function docFor(pathname: string): string {
  return PAGES.find(([where]) => where.test(pathname))?.[1] ?? 'index'
}
