-- Plays one scenario in a headless Neovim (0.7 or newer) over the open file, and prints what it saw as one line of JSON:
-- what the server found, what the hover says, the titles of the actions, and the text after the first of them.
local patience = 60000
local clients = vim.lsp.get_clients or vim.lsp.get_active_clients

local function client()
  return clients({ name = 'tapelens' })[1]
end

local function warnings()
  return vim.diagnostic.get(0, { severity = vim.diagnostic.severity.WARN })
end

local function ask(method, params)
  local answers = assert(vim.lsp.buf_request_sync(0, method, params, patience))
  local answer = answers[client().id]
  assert(answer and not answer.err, method .. ': ' .. vim.inspect(answers))
  return answer.result
end

local function play()
  assert(vim.wait(patience, function() return #warnings() > 0 end), 'no diagnostics')
  local found = warnings()[1]
  local encoding = client().offset_encoding
  vim.api.nvim_win_set_cursor(0, { found.lnum + 1, found.col })
  local hover = ask('textDocument/hover', vim.lsp.util.make_position_params(0, encoding))
  local params = vim.lsp.util.make_range_params(0, encoding)
  params.context = { diagnostics = {} }
  local actions = ask('textDocument/codeAction', params)
  local titles = vim.tbl_map(function(action) return action.title end, actions)
  local action = actions[1]
  if not action.edit then
    action = ask('codeAction/resolve', action)
  end
  vim.lsp.util.apply_workspace_edit(action.edit, encoding)
  assert(vim.wait(patience, function() return #warnings() == 0 end), 'the diagnostic is still there')
  return {
    message = found.message,
    line = found.lnum + 1,
    hover = hover.contents.value,
    titles = titles,
    text = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n') .. '\n',
  }
end

local worked, result = pcall(play)
io.stdout:write(vim.fn.json_encode({ worked = worked, result = result }) .. '\n')
vim.cmd('qall!')
