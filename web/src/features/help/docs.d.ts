declare module 'virtual:labelkeep-docs' {
  const library: import('./library').Library
  export default library
}
