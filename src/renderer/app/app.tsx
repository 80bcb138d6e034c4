/** The page: theme, answers, address. */
import { MantineProvider } from '@mantine/core'
import { type QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { type ReactElement, useState } from 'react'
import { pageNonce } from '../lib/nonce.ts'
import { createAppRouter } from './router.tsx'
import { cssVariables, theme } from './theme.ts'

/** Everything under one root. */
export function App({ client }: { client: QueryClient }): ReactElement {
  const [router] = useState(createAppRouter)
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto" getStyleNonce={() => pageNonce() ?? ''}>
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  )
}
