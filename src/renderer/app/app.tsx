/** The page: theme, answers, address. */
import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { type ReactElement, useState } from 'react'
import { pageNonce } from '../lib/nonce.ts'
import { createQueryClient } from '../lib/query.ts'
import { createAppRouter } from './router.tsx'
import { cssVariables, theme } from './theme.ts'

/** Everything under one root. */
export function App(): ReactElement {
  const [client] = useState(createQueryClient)
  const [router] = useState(createAppRouter)
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto" getStyleNonce={() => pageNonce() ?? ''}>
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  )
}
