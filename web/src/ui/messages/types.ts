/** A catalogue with the same keys as another one, in another language. */
export type Same<Catalogue> = { readonly [Key in keyof Catalogue]: string }
