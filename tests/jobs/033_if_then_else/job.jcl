//IFS      JOB 1,'IF'
//S1       EXEC PGM=ENDCODE,PARM=4
// IF (S1.RC = 4 AND NOT S1.ABEND) THEN
//S2       EXEC PGM=ENDCODE
//  IF RC > 4 THEN
//S3       EXEC PGM=ENDCODE
//  ELSE
//S4       EXEC PGM=ENDCODE,PARM=8
//  ENDIF
// ELSE
//S5       EXEC PGM=ENDCODE
// ENDIF
// IF S3.RUN | S5.RC = 0 THEN
//S6       EXEC PGM=ENDCODE
// ENDIF
//S7       EXEC PGM=ENDCODE,COND=(8,EQ,S4)
//ABENDS   JOB 1,'IF AND ABEND'
//* the IF was evaluated before S2 abends: S3 still runs, S4 does not ask and is flushed
//S1       EXEC PGM=ENDCODE
// IF ¬ABEND THEN
//S2       EXEC PGM=ABEND,PARM=SEGV
//S3       EXEC PGM=ENDCODE
// ENDIF
//S4       EXEC PGM=ENDCODE
// IF ABENDCC = S0C4 THEN
//S5       EXEC PGM=ENDCODE
// ENDIF
// IF (S2.ABEND & RC = 0) THEN
//S6       EXEC PGM=ENDCODE
// ELSE
//S7       EXEC PGM=ENDCODE
// ENDIF
//FIRST    JOB 1,'FIRST STEP'
//* an IF before the first EXEC does not keep the first step from running
// IF (0 EQ 1) THEN
//S1       EXEC PGM=ENDCODE
//S2       EXEC PGM=ENDCODE
// ENDIF
