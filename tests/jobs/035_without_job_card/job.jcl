//* steps without a JOB statement, and dead text behind a null statement
//S1       EXEC PGM=ENDCODE,PARM=2
//
//S2       EXEC PGM=ENDCODE
this is dead
