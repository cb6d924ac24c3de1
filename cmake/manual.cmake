# Writes the manual pages, in English and Norwegian, and the bash completion of PROGRAM below OUT.
# The program knows its commands; nothing here names one.
file(REMOVE_RECURSE ${OUT})
find_program(GZIP gzip)
foreach(language en nb)
  set(folder ${OUT}/man/man1)
  if(language STREQUAL nb)
    set(folder ${OUT}/man/nb/man1)
  endif()
  execute_process(COMMAND ${PROGRAM} man --lang ${language} OUTPUT_VARIABLE page
    COMMAND_ERROR_IS_FATAL ANY)
  file(WRITE ${folder}/hensyn.1 "${page}")
  string(REGEX MATCHALL "fBhensyn [a-z]+" commands "${page}")
  foreach(command IN LISTS commands)
    string(REPLACE "fBhensyn " "" command ${command})
    execute_process(COMMAND ${PROGRAM} man ${command} --lang ${language}
      OUTPUT_FILE ${folder}/hensyn-${command}.1 COMMAND_ERROR_IS_FATAL ANY)
  endforeach()
  file(GLOB pages ${folder}/*.1)
  if(GZIP)
    execute_process(COMMAND ${GZIP} -9n ${pages} COMMAND_ERROR_IS_FATAL ANY)
  endif()
endforeach()
file(MAKE_DIRECTORY ${OUT}/completions)
execute_process(COMMAND ${PROGRAM} completion bash OUTPUT_FILE ${OUT}/completions/hensyn
  COMMAND_ERROR_IS_FATAL ANY)
file(TOUCH ${OUT}/done)
