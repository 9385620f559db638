declare module 'virtual:labelkeep-licences' {
  const shipped: import('./shipped').Shipped[]
  export default shipped
}
