/** The root of the page: theme, query cache, router. */
import { MantineProvider } from '@mantine/core'
import { type QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { type ReactElement, useState } from 'react'
import { pageNonce } from '../lib/nonce.ts'
import { createAppRouter } from './router.tsx'
import { cssVariables, theme } from './theme.ts'

export function App({ client }: { client: QueryClient }): ReactElement {
  const [router] = useState(() => createAppRouter(client))
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto" getStyleNonce={() => pageNonce() ?? ''}>
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  )
}
